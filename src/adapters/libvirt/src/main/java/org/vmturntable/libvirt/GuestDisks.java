package org.vmturntable.libvirt;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.MoveProgress;

/** The disks of one guest that is being moved, as its move needs them; of a guest without disks, too. */
final class GuestDisks implements AutoCloseable {
    /** Of a guest that has none. */
    static final GuestDisks NONE = new GuestDisks(Optional.empty());

    private static final Duration LOOK_EVERY = Duration.ofMillis(150);

    private final Optional<DiskCopy> copy;

    private GuestDisks(Optional<DiskCopy> copy) {
        this.copy = copy;
    }

    /**
     * Begins to copy them.
     *
     * @param images overlays as the guest's definition names them
     * @param way by which they go, and on which the memory's last part is held back until they are whole
     * @throws GridException {@code COPY_FAILED}; nothing is left then
     */
    static GuestDisks begin(VmId vm, QemuMonitor monitor, NbdServer server, List<String> images, Way way) {
        try {
            return new GuestDisks(Optional.of(DiskCopy.begin(vm, monitor, server, images, way::disks, way::hold)));
        } catch (IOException e) {
            throw notCopied(vm, e);
        }
    }

    /** Sees to the disks of a guest whose move an earlier process has begun: {@link DiskCopy#takeUp}. */
    static GuestDisks takeUp(
            VmId vm, QemuMonitor monitor, NbdServer server, List<String> images, Way way, boolean switched) {
        return new GuestDisks(
                Optional.of(DiskCopy.takeUp(vm, monitor, server, images, way::disks, way::hold, switched)));
    }

    private static GridException notCopied(VmId vm, IOException cause) {
        return Failures.ofVm(
                FailureCode.COPY_FAILED,
                "The disks of VM " + vm + " cannot be copied: " + cause.getMessage(),
                vm,
                cause);
    }

    /**
     * Blocks until so little is left that the memory may follow.
     *
     * @throws GridException {@code COPY_FAILED}, or {@code CANCELLED}
     */
    void converge(VmId vm, BooleanSupplier cancelled, Consumer<MoveProgress> progress) {
        if (copy.isEmpty()) {
            return;
        }
        DiskCopy running = copy.get();
        while (!running.stages().hasConverged()) {
            if (cancelled.getAsBoolean()) {
                throw Failures.ofVm(FailureCode.CANCELLED, "The move of VM " + vm + " was cancelled", vm, null);
            }
            progress.accept(new MoveProgress(
                    MoveProgress.Phase.DISKS,
                    running.rounds(),
                    new Bytes(running.sent()),
                    new Bytes(Math.max(0, running.found() - running.sent())),
                    new Bytes(running.found()),
                    0));
            rest(vm);
        }
        failure().ifPresent(why -> {
            throw why;
        });
    }

    private static void rest(VmId vm) {
        try {
            Thread.sleep(LOOK_EVERY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.ofVm(
                    FailureCode.SHUTTING_DOWN, "The copy of the disks of VM " + vm + " is not watched any more", vm, e);
        }
    }

    /** Why they cannot be copied, if they cannot: the guest must not switch. */
    Optional<GridException> failure() {
        return copy.map(DiskCopy::stages).flatMap(CopyStages::failure);
    }

    boolean present() {
        return copy.isPresent();
    }

    /** From here on the guest may leave, until {@link #stays}: what its last blocks are known by is not given back. */
    void mayLeave() {
        copy.ifPresent(DiskCopy::mayLeave);
    }

    /** The guest is known to go on here. */
    void stays() {
        copy.ifPresent(DiskCopy::stays);
    }

    /** Has this done when the last blocks have been sent, or were: they need the path no more. */
    void onceTheLastIsOnItsWay(Runnable action) {
        copy.ifPresent(disks -> disks.onceTheLastIsOnItsWay(action));
    }

    /** Begins to send what is left before the switch; does not wait. */
    void aboutToSwitch() {
        copy.ifPresent(DiskCopy::aboutToSwitch);
    }

    /**
     * Blocks until that is sent.
     *
     * @throws GridException {@code COPY_FAILED}: the guest must not switch
     */
    void awaitSettled() {
        copy.map(DiskCopy::stages).ifPresent(CopyStages::awaitSettled);
    }

    /**
     * Holds the guest's writes, and blocks until what it wrote before is on its way; some ten milliseconds.
     *
     * @throws GridException {@code COPY_FAILED}: the guest must not switch
     */
    void hush() {
        copy.ifPresent(DiskCopy::hush);
        copy.map(DiskCopy::stages).ifPresent(CopyStages::awaitHushed);
    }

    /** From now on a stop of the guest is its switch. */
    void switchOver() {
        copy.ifPresent(DiskCopy::switchOver);
    }

    /**
     * Waits until they are whole at the destination, on its disk.
     *
     * @throws GridException {@code MEMORY_DIVIDED}
     */
    void awaitWhole() {
        copy.map(DiskCopy::stages).ifPresent(CopyStages::awaitWhole);
    }

    /** That the guest has stopped for good and they are not known to be whole, {@code MEMORY_DIVIDED}; empty otherwise. */
    Optional<GridException> lack() {
        return copy.flatMap(DiskCopy::lack);
    }

    /** The monitor must still be open. */
    @Override
    public void close() {
        copy.ifPresent(DiskCopy::close);
    }
}
