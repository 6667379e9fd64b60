package org.vmturntable.libvirt;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;
import org.vmturntable.libvirt.image.ImageFolder;

/** How one guest's disks get to its destination: which they are, and by which sockets. */
final class DiskPassage {
    private static final Logger log = LoggerFactory.getLogger(DiskPassage.class);

    private final VmId vm;
    private final List<String> targets;
    private final Optional<ImageFolder> images;
    private final MonitorFolder monitors;
    private final Way way;

    /** @param targets names of its disks in its machine; may be empty */
    DiskPassage(VmId vm, List<String> targets, Optional<ImageFolder> images, MonitorFolder monitors, Way way) {
        this.vm = vm;
        this.targets = List.copyOf(targets);
        this.images = images;
        this.monitors = monitors;
        this.way = way;
    }

    boolean hasDisks() {
        return !targets.isEmpty();
    }

    /**
     * Begins to copy them; does nothing for a guest without disks.
     *
     * @throws GridException {@code COPY_FAILED}: nothing is left then; what {@link Way#stream} throws
     */
    GuestDisks begin(Optional<QemuMonitor> monitor) {
        if (targets.isEmpty()) {
            return GuestDisks.NONE;
        }
        way.stream();
        return GuestDisks.begin(vm, required(monitor), server(), overlays(), way);
    }

    /**
     * Sees to the disks of a guest whose move is taken up.
     *
     * @throws GridException {@code MEMORY_DIVIDED} if it has switched and its QEMU cannot be asked for its last blocks
     */
    GuestDisks takeUp(Optional<QemuMonitor> monitor, boolean switched) {
        if (targets.isEmpty() || (monitor.isEmpty() && !switched)) {
            return GuestDisks.NONE;
        }
        QemuMonitor qemu = monitor.orElseThrow(() -> Failures.ofVm(
                FailureCode.MEMORY_DIVIDED,
                "VM " + vm
                        + " has switched, and the last blocks of its disks are still at its source: its QEMU's second"
                        + " monitor cannot be had now",
                vm,
                null));
        return GuestDisks.takeUp(vm, qemu, server(), overlays(), way, switched);
    }

    /** Why a move that was begun by an earlier process cannot be led on, if it cannot: nobody knows what of the disks has been sent. */
    Optional<GridException> refusalToGoOn() {
        return targets.isEmpty()
                ? Optional.empty()
                : Optional.of(Failures.ofVm(
                        FailureCode.COPY_FAILED,
                        "Who copied the disks of VM " + vm + " was ended in the middle of it; it goes on here",
                        vm,
                        null));
    }

    /**
     * Why the guest is not to be moved by pre-copy, if it is not: QEMU then chooses the moment of the stop itself, and the destination
     * cannot be told in time to hold the guest's state back until its last blocks are there.
     */
    Optional<GridException> refusalOfPreCopy() {
        return targets.isEmpty()
                ? Optional.empty()
                : Optional.of(Failures.ofVm(
                        FailureCode.COPY_FAILED,
                        "The hypervisors refuse post-copy, and VM " + vm
                                + " has disks: such a guest moves by post-copy only;" + " it goes on here",
                        vm,
                        null));
    }

    /**
     * Once the guest has moved: waits until its disks lie on the destination's, and keeps what it leaves here for its return.
     *
     * @throws GridException {@code MEMORY_DIVIDED}: it has switched, and its last blocks are not known to be there
     */
    void settle(GuestDisks disks, MoveEnd end) {
        switch (end) {
            case AWAY -> {
                disks.awaitWhole();
                leave();
            }
            case DIVIDED, NOT_SETTLED ->
                disks.lack().ifPresent(lack -> {
                    throw lack;
                });
            case HERE, NOWHERE -> {}
        }
    }

    private void leave() {
        try {
            images.ifPresent(folder -> way.migration()
                    .ifPresent(migration -> targets.forEach(target -> folder.leave(vm, target, migration))));
        } catch (GridException e) {
            log.warn("VM {} will have to bring all of its disks when it comes back: {}", vm, e.getMessage());
        }
    }

    private QemuMonitor required(Optional<QemuMonitor> monitor) {
        return monitor.orElseThrow(() -> Failures.ofVm(
                FailureCode.COPY_FAILED,
                "VM " + vm
                        + " has disks, and moves only if its machine has a second monitor (docs/site-configuration.md)",
                vm,
                null));
    }

    private NbdServer server() {
        return new NbdServer(
                monitors.folder()
                        .orElseThrow(() -> new IllegalStateException("A monitor, and no folder of monitors"))
                        .resolve(vm + ".nbd"),
                vm);
    }

    private List<String> overlays() {
        ImageFolder folder = images.orElseThrow(() -> new IllegalStateException("Disks, and no place for them"));
        return targets.stream()
                .map(target -> folder.overlayInDefinition(vm, target).toString())
                .toList();
    }
}
