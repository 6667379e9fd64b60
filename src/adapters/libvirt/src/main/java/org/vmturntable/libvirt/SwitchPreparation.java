package org.vmturntable.libvirt;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.MoveListener;

/** What has to be done before a guest stops: it takes some round trips, and goes on beside the copy. */
final class SwitchPreparation {
    private static final Duration LOOK_EVERY = Duration.ofMillis(150);

    private final VmId vm;
    private Optional<CompletableFuture<Void>> work = Optional.empty();

    SwitchPreparation(VmId vm) {
        this.vm = vm;
    }

    /** Begins it, unless it was begun; returns at once. */
    void begin(MoveListener listener) {
        if (work.isEmpty()) {
            work = Optional.of(CompletableFuture.runAsync(listener::aboutToSwitch, this::beside));
        }
    }

    private void beside(Runnable task) {
        Thread thread = new Thread(task, "switchover-" + vm);
        thread.setDaemon(true);
        thread.start();
    }

    boolean isDone() {
        return work.filter(CompletableFuture::isDone).isPresent();
    }

    /**
     * Blocks until it is done, or need not be any more.
     *
     * @throws GridException why it cannot be done
     */
    void await(MoveListener listener, BooleanSupplier needless) throws InterruptedException {
        begin(listener);
        boolean done = false;
        while (!done && !needless.getAsBoolean()) {
            done = isDoneWithin(LOOK_EVERY);
        }
    }

    private boolean isDoneWithin(Duration time) throws InterruptedException {
        try {
            work.orElseThrow().get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof GridException known
                    ? known
                    : Failures.ofVm(
                            FailureCode.INVARIANT_BROKEN, "The switch of VM " + vm + " could not be prepared", vm, e);
        }
    }

    /** Blocks until nothing of it goes on any more, however it ends. */
    void join() {
        work.ifPresent(begun -> begun.handle((done, failed) -> true).join());
    }
}
