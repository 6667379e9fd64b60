package org.vmturntable.wsrf.notification;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Brings events to those who subscribed: at least once, in order for each subscription, over restarts. Consumers that do not answer
 * are tried again on threads of their own, so that they never stand before those that do.
 */
public final class Delivery implements AutoCloseable {
    private static final int PROMPT_THREADS = 4;
    private static final int SUSPECT_THREADS = 2;

    private final SubscriptionHome home;
    private final EventLog log;
    private final NotificationSender sender;
    private final Retry retry;
    private final ScheduledThreadPoolExecutor prompt = pool("notify", PROMPT_THREADS);
    private final ScheduledThreadPoolExecutor suspect = pool("notify-again", SUSPECT_THREADS);
    private final Map<SubscriptionId, Lane> lanes = new ConcurrentHashMap<>();

    public Delivery(SubscriptionHome home, EventLog log, NotificationSender sender, Retry retry) {
        this.home = home;
        this.log = log;
        this.sender = sender;
        this.retry = retry;
        home.whenRemoved(lanes::remove);
    }

    /** How many subscriptions have a state here. */
    int lanes() {
        return lanes.size();
    }

    /** Something happened to this producer, and the log has it. Returns at once. */
    public void happened(String producer) {
        home.of(producer).forEach(each -> lane(each.id()).wake());
    }

    /** Goes on with whatever the log has that consumers lack: after a start, or when someone subscribed. Returns at once. */
    public void catchUp() {
        home.all().forEach(each -> lane(each.id()).wake());
    }

    /** What is under way may still arrive; the rest is delivered after the next start. */
    @Override
    public void close() {
        prompt.shutdownNow();
        suspect.shutdownNow();
    }

    private Lane lane(SubscriptionId id) {
        return lanes.computeIfAbsent(id, Lane::new);
    }

    private static ScheduledThreadPoolExecutor pool(String name, int threads) {
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
        ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(threads, factory);
        pool.setKeepAliveTime(30, TimeUnit.SECONDS);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Runs one subscription's deliveries, one at a time. */
    private final class Lane {
        private final LaneWork work;
        private boolean busy;
        private boolean wokenMeanwhile;

        Lane(SubscriptionId id) {
            this.work = new LaneWork(id, home, log, sender, retry);
        }

        synchronized void wake() {
            wokenMeanwhile = true;
            if (!busy) {
                busy = true;
                submit(0);
            }
        }

        private void submit(long pauseMillis) {
            ScheduledThreadPoolExecutor pool = work.failed() ? suspect : prompt;
            if (!pool.isShutdown()) {
                // Nothing waits for it: a lane reports by its own result.
                var unused = pool.schedule(this::run, pauseMillis, TimeUnit.MILLISECONDS);
            }
        }

        private void run() {
            synchronized (this) {
                wokenMeanwhile = false;
            }
            LaneWork.Result result = work.deliver();
            synchronized (this) {
                switch (result) {
                    case CAUGHT_UP -> rest();
                    case AGAIN -> submit(work.pause().toMillis());
                    case OVER -> lanes.remove(work.id());
                }
            }
        }

        private void rest() {
            if (wokenMeanwhile) {
                submit(0);
            } else {
                busy = false;
            }
        }
    }
}
