package org.vmturntable.traffic.migration;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;

/** Calls ports for one migration, one after the other or side by side, and notes what each took. */
final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private final MigrationId migration;
    private final Clock clock;
    private final Executor beside;
    private final BooleanSupplier stopping;

    Calls(MigrationId migration, Clock clock, Executor beside, BooleanSupplier stopping) {
        this.migration = migration;
        this.clock = clock;
        this.beside = beside;
        this.stopping = stopping;
    }

    /** Calls a port. */
    <T> Timed<T> attempt(Step step, Supplier<T> call) throws StepFailed {
        if (stopping.getAsBoolean()) {
            throw new RunEnded("The site is shutting down", null);
        }
        Instant started = clock.instant();
        try {
            return new Timed<>(call.get(), started, clock.instant());
        } catch (RuntimeException e) {
            // any failure of a port, a defect in an adapter included, must end in an undo and not in a dead thread
            throw failed(step, started, e);
        }
    }

    /** Calls a port that has no answer. */
    Timed<Step> attempt(Step step, Runnable call) throws StepFailed {
        return attempt(step, () -> {
            call.run();
            return step;
        });
    }

    /** Begins something beside; it must be waited for. */
    <T> Beside<T> begin(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        beside.execute(task);
        return new Beside<>(task);
    }

    /** Begins something for which nobody waits; a site that is shutting down begins nothing. */
    void beside(Runnable work) {
        try {
            beside.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.info("Migration {}: nothing more is begun beside it: {}", migration, e.getMessage());
        }
    }

    private StepFailed failed(Step step, Instant started, RuntimeException e) {
        Failure failure = Failure.of(e);
        if (e instanceof GridException) {
            LOG.info("Migration {}: {} failed: {} {}", migration, step, failure.code(), failure.message());
        } else {
            LOG.error("Migration {}: {} failed by a defect", migration, step, e);
        }
        return new StepFailed(
                new StepRecord(step, started, clock.instant(), Map.of(), Optional.of(failure)), failure, e);
    }

    /** Something that goes on beside. */
    static final class Beside<T> {
        private final FutureTask<T> task;

        private Beside(FutureTask<T> task) {
            this.task = task;
        }

        /** Waits for its end, good or bad. */
        void join() {
            try {
                get();
            } catch (StepFailed e) {
                LOG.debug("Not asked for any more: {}", e.failure());
            }
        }

        T get() throws StepFailed {
            try {
                return task.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RunEnded("Told to stop", e);
            } catch (ExecutionException e) {
                throw unwrapped(e);
            }
        }

        private static StepFailed unwrapped(ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof StepFailed failed) {
                return failed;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
        }
    }
}
