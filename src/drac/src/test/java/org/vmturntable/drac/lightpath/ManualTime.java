package org.vmturntable.drac.lightpath;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.vmturntable.kernel.HandClock;

/** A clock that stands until it is moved, and a timer that follows it in the thread that moves it. */
final class ManualTime extends HandClock {
    private final List<Due> pending = new ArrayList<>();

    ManualTime() {
        super(Instant.parse("2026-11-22T12:00:00Z"));
    }

    Timekeeping keeping() {
        return new Timekeeping(this, new Timer(), Duration.ofSeconds(2), Duration.ofSeconds(8), Duration.ofSeconds(30));
    }

    /** Moves to each due action in turn, and then to the end. */
    @Override
    public synchronized void pass(Duration duration) {
        Instant end = instant().plus(duration);
        for (Optional<Due> next = nextBy(end); next.isPresent(); next = nextBy(end)) {
            pending.remove(next.get());
            set(next.get().when.isAfter(instant()) ? next.get().when : instant());
            next.get().run();
        }
        set(end);
    }

    /** What was planned dies with its process. */
    void forget() {
        pending.clear();
    }

    private Optional<Due> nextBy(Instant end) {
        return pending.stream().filter(due -> !due.when.isAfter(end)).min(Comparator.comparing(due -> due.when));
    }

    private final class Timer extends ScheduledThreadPoolExecutor {
        Timer() {
            super(0);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable action, long delay, TimeUnit unit) {
            Due due = new Due(action, instant().plus(delay, unit.toChronoUnit()));
            pending.add(due);
            return due;
        }

        @Override
        public <V> ScheduledFuture<V> schedule(Callable<V> action, long delay, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Due extends FutureTask<Void> implements RunnableScheduledFuture<Void> {
        private final Instant when;

        Due(Runnable action, Instant when) {
            super(action, null);
            this.when = when;
        }

        @Override
        public boolean isPeriodic() {
            return false;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }
}
