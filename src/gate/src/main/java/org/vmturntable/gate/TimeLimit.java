package org.vmturntable.gate;

import java.io.IOException;
import java.nio.channels.Channel;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends what waits on a channel for too long by closing the channel. One limit for all that is done within it, however it trickles. */
final class TimeLimit {
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private TimeLimit() {}

    /** What may be waited for. */
    @FunctionalInterface
    interface Wait<T> {
        T get() throws IOException;
    }

    /** @throws IOException what the wait throws, and if it took longer than the limit: the channel is closed then */
    static <T> T within(Duration limit, Channel channel, Wait<T> wait) throws IOException {
        Future<?> end = TIMER.schedule(() -> Sockets.close(channel), limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            T came = wait.get();
            if (!end.cancel(false)) {
                throw new IOException("The answer came later than within " + limit.toMillis() + " ms");
            }
            return came;
        } catch (IOException e) {
            throw end.isDone() && !end.isCancelled()
                    ? new IOException("No answer within " + limit.toMillis() + " ms", e)
                    : e;
        } finally {
            end.cancel(false);
        }
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "time-limits");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}
