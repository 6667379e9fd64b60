package org.vmturntable.libvirt;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;

/** How far the copy of a guest's disks has come, for those who wait for it. For any number of threads. */
final class CopyStages {
    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(20);
    private static final Duration WHOLE_WITHIN = Duration.ofSeconds(60);

    private final VmId vm;
    private final CompletableFuture<Void> converged = new CompletableFuture<>();
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private final CompletableFuture<Void> hushed = new CompletableFuture<>();
    private final CompletableFuture<Void> whole = new CompletableFuture<>();
    private volatile Optional<IOException> failure = Optional.empty();
    private volatile Optional<IOException> lastMet = Optional.empty();

    CopyStages(VmId vm) {
        this.vm = vm;
    }

    void converge() {
        converged.complete(null);
    }

    void settle() {
        settled.complete(null);
    }

    void hush() {
        hushed.complete(null);
    }

    void complete() {
        whole.complete(null);
    }

    /** The guest must not be switched. */
    void fail(IOException why) {
        failure = Optional.of(why);
        lastMet = failure;
        converged.completeExceptionally(why);
        settled.completeExceptionally(why);
        hushed.completeExceptionally(why);
    }

    /** An attempt to send the last blocks was in vain. */
    void met(IOException why) {
        lastMet = Optional.of(why);
    }

    /** True once so little is left that the memory's copy may begin, or it is known that it never will. */
    boolean hasConverged() {
        return converged.isDone();
    }

    /** True once the destination has said that the disks lie on its own. */
    boolean isWhole() {
        return whole.isDone();
    }

    /** Why the guest must not be switched, if the copy has failed before that: {@code COPY_FAILED}. */
    Optional<GridException> failure() {
        return failure.map(this::failed);
    }

    private GridException failed(Throwable why) {
        return Failures.ofVm(
                FailureCode.COPY_FAILED,
                "The disks of VM " + vm + " could not be copied: " + why.getMessage(),
                vm,
                why);
    }

    /**
     * Waits until all is sent that was written before {@link DiskCopy#aboutToSwitch}.
     *
     * @throws GridException {@code COPY_FAILED}
     */
    void awaitSettled() {
        await(settled, SETTLES_WITHIN).ifPresent(why -> {
            throw failed(why);
        });
    }

    /**
     * Waits until all is on its way that was written before {@link DiskCopy#hush}.
     *
     * @throws GridException {@code COPY_FAILED}
     */
    void awaitHushed() {
        await(hushed, SETTLES_WITHIN).ifPresent(why -> {
            throw failed(why);
        });
    }

    /**
     * Waits until the guest's disks are whole at the destination and lie on its disk, for a minute at most.
     *
     * @throws GridException {@code MEMORY_DIVIDED}: that is not known, and the source's images hold what may be missing
     */
    void awaitWhole() {
        await(whole, WHOLE_WITHIN).ifPresent(why -> {
            throw divided(lastMet.<Throwable>map(last -> last).orElse(why));
        });
    }

    /** That the move of a guest whose processors have left is not at its end; empty if its disks are whole. */
    Optional<GridException> lack() {
        return isWhole()
                ? Optional.empty()
                : Optional.of(
                        divided(lastMet.orElseGet(() -> new IOException("the destination has not answered yet"))));
    }

    private GridException divided(Throwable why) {
        return Failures.ofVm(
                FailureCode.MEMORY_DIVIDED,
                "VM " + vm
                        + " has switched, and as far as is known the last blocks of its disks are still at its source: "
                        + why.getMessage(),
                vm,
                why);
    }

    /** Why it did not end in time, or not well; empty if it did. */
    private static Optional<Throwable> await(CompletableFuture<Void> end, Duration within) {
        try {
            end.get(within.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(Optional.ofNullable(e.getCause()).orElse(e));
        } catch (TimeoutException e) {
            return Optional.of(new IOException("the destination does not take them in time", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(e);
        }
    }
}
