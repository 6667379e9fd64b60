package org.vmturntable.drac.lightpath;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the network's workers do things later. Failures are logged: nobody waits for them. */
final class Timers {
    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

    private final Timekeeping time;
    private final Executor workers;

    Timers(Timekeeping time, Executor workers) {
        this.time = time;
        this.workers = workers;
    }

    void soon(Runnable action) {
        workers.execute(() -> run(action));
    }

    void at(Instant when, Runnable action) {
        after(Duration.between(time.clock().instant(), when).plusMillis(1), action);
    }

    void after(Duration delay, Runnable action) {
        try {
            ScheduledFuture<?> ignored =
                    time.timer().schedule(() -> soon(action), Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            LOG.debug("Not scheduled, the service is stopping: {}", stopping.getMessage());
        }
    }

    /** The pause after the next failure, if this was the pause after the last one. */
    Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(time.lastRetry()) > 0 ? time.lastRetry() : doubled;
    }

    Duration firstRetry() {
        return time.firstRetry();
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException failed) {
            LOG.error("Background work on a lightpath failed", failed);
        }
    }
}
