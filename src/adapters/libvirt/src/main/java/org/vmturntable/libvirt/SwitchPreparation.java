package org.vmturntable.libvirt;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;

/** What has to be done before a guest stops: it takes some round trips, and goes on beside the copy. */
final class SwitchPreparation {
    private final VmId vm;
    private Optional<CompletableFuture<Void>> work = Optional.empty();

    SwitchPreparation(VmId vm) {
        this.vm = vm;
    }

    /** Begins it, unless it was begun; returns at once. */
    void begin(Runnable task) {
        if (work.isEmpty()) {
            work = Optional.of(CompletableFuture.runAsync(task, this::beside));
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

    /** Why it could not be done; empty as long as that is not known. */
    Optional<GridException> failure() {
        return work.filter(CompletableFuture::isCompletedExceptionally)
                .map(failed -> failed.handle((nothing, why) -> typed(why)).join());
    }

    private GridException typed(Throwable why) {
        Throwable cause = why instanceof CompletionException ? why.getCause() : why;
        return cause instanceof GridException known
                ? known
                : Failures.ofVm(
                        FailureCode.INVARIANT_BROKEN, "The switch of VM " + vm + " could not be prepared", vm, why);
    }

    /** Blocks until nothing of it goes on any more, however it ends. */
    void join() {
        work.ifPresent(begun -> begun.handle((done, failed) -> true).join());
    }
}
