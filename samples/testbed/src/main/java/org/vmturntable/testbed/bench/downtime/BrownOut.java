package org.vmturntable.testbed.bench.downtime;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vmturntable.testbed.demo.probe.Work;

/** How long a guest that runs again works more slowly than before, by what its heartbeats tell. To a heartbeat: 20 ms. */
final class BrownOut {
    /** So much of its former speed, kept up for so long, and it is over. */
    private static final double SHARE = 0.9;

    private static final Duration KEPT_UP = Duration.ofMillis(200);
    private static final double NANOS_IN_SECOND = 1e9;

    private BrownOut() {}

    /** The mean speed from the first to the last; 0 of fewer than two. */
    static double pagesPerSecond(List<Work> told) {
        return told.size() < 2 ? 0 : speed(told.get(0), told.get(told.size() - 1));
    }

    /**
     * From RESUME until the guest works at nine tenths of its former speed.
     *
     * @param told everything from RESUME on
     * @param former pages per second
     * @param oneWay how long a heartbeat travels
     * @return empty as long as it does not
     */
    static Optional<Duration> length(List<Work> told, double former, Instant resumed, Duration oneWay) {
        List<Work> after = told.stream()
                .filter(work -> !work.heard().minus(oneWay).isBefore(resumed))
                .toList();
        int later = 0;
        for (Work work : after) {
            while (later < after.size()
                    && after.get(later).heard().isBefore(work.heard().plus(KEPT_UP))) {
                later++;
            }
            if (later == after.size()) {
                return Optional.empty();
            }
            if (speed(work, after.get(later)) >= SHARE * former) {
                return Optional.of(Duration.between(resumed, work.heard().minus(oneWay)));
            }
        }
        return Optional.empty();
    }

    private static double speed(Work earlier, Work later) {
        long nanos = Duration.between(earlier.heard(), later.heard()).toNanos();
        return nanos <= 0 ? 0 : (later.pages() - earlier.pages()) * NANOS_IN_SECOND / nanos;
    }
}
