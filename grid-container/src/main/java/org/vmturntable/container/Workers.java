package org.vmturntable.container;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of a container, apart from those that serve requests. */
final class Workers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final int MIGRATIONS_AT_ONCE = 16;
    private static final Duration GRACE = Duration.ofSeconds(3);

    /** One thread for each migration that goes on; further ones wait. */
    private final ExecutorService runs = Executors.newFixedThreadPool(MIGRATIONS_AT_ONCE, named("migration"));

    /** For what must not wait for anything else here. */
    private final ExecutorService calls =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), named("call"));

    /** Only hands work over, so that nothing that blocks can make it late. After its end it takes nothing, and says nothing. */
    private final ScheduledExecutorService timer =
            new ScheduledThreadPoolExecutor(1, named("timer"), new ThreadPoolExecutor.DiscardPolicy());

    ExecutorService runs() {
        return runs;
    }

    ExecutorService calls() {
        return calls;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    /** Does it now and then until the end, each time on a thread of its own; a failure is logged and does not end it. */
    void every(Duration pause, String what, Runnable work) {
        again(Duration.ZERO, () -> {
            try {
                work.run();
            } catch (RuntimeException failed) {
                // A thread's border: the next time may go well.
                LOG.warn("{} failed, and is tried again: {}", what, failed.getMessage());
            }
            return pause;
        });
    }

    /** @param work says how long to wait until it is done again */
    private void again(Duration delay, Supplier<Duration> work) {
        Runnable once = () -> calls.execute(() -> again(work.get(), work));
        // Nothing waits for it: it ends with the timer.
        var unused = timer.schedule(once, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits a little for what is under way, then interrupts it. */
    @Override
    public void close() {
        timer.shutdownNow();
        List.of(runs, calls).forEach(ExecutorService::shutdown);
        long deadline = System.nanoTime() + GRACE.toNanos();
        try {
            for (ExecutorService pool : List.of(runs, calls)) {
                if (!pool.awaitTermination(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    pool.shutdownNow();
                }
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            runs.shutdownNow();
            calls.shutdownNow();
        }
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
