package org.vmturntable.traffic.migration;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
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
    private final Queue<Beside<?>> goingOn = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    Calls(MigrationId migration, Clock clock, Executor beside, BooleanSupplier stopping) {
        this.migration = migration;
        this.clock = clock;
        this.beside = beside;
        this.stopping = stopping;
    }

    /** Calls a port. */
    <T> Timed<T> attempt(Step step, Supplier<T> call) throws StepFailed {
        if (ended || stopping.getAsBoolean()) {
            throw new RunEnded(ended ? "The run has ended" : "The site is shutting down", null);
        }
        Instant started = clock.instant();
        try {
            return new Timed<>(call.get(), started, clock.instant());
        } catch (RunEnded e) {
            throw e;
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

    /** Begins something beside; {@link #end} waits for it at the latest. */
    <T> Beside<T> begin(Callable<T> call) {
        Beside<T> begun = new Beside<>(new FutureTask<>(call));
        try {
            goingOn.add(begun);
            beside.execute(begun.task);
            return begun;
        } catch (RejectedExecutionException e) {
            goingOn.remove(begun);
            throw new RunEnded("The site begins nothing more", e);
        }
    }

    /** Nothing more is called for this run, and nothing of it goes on any more when this returns: what follows is another run's. */
    void end() {
        ended = true;
        for (Beside<?> begun : goingOn) {
            try {
                begun.join();
            } catch (RuntimeException e) {
                LOG.info("Migration {}: what went on beside its run has ended: {}", migration, e.getMessage());
            }
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
