package org.vmturntable.kernel;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A half-open span of time: {@code from} is in it, {@code until} is not. Never empty. */
public record TimeWindow(Instant from, Instant until) {
    public TimeWindow {
        if (!from.isBefore(until)) {
            throw new GridException(
                    FailureCode.WINDOW_REVERSED,
                    "A window must end after it begins: " + from + " to " + until,
                    Map.of("from", from.toString(), "until", until.toString()));
        }
    }

    public static TimeWindow starting(Instant from, Duration length) {
        return new TimeWindow(from, from.plus(length));
    }

    public boolean contains(Instant when) {
        return !when.isBefore(from) && when.isBefore(until);
    }

    public boolean contains(TimeWindow other) {
        return !other.from.isBefore(from) && !other.until.isAfter(until);
    }

    /** Two windows that only touch do not overlap. */
    public boolean overlaps(TimeWindow other) {
        return from.isBefore(other.until) && other.from.isBefore(until);
    }

    public Duration length() {
        return Duration.between(from, until);
    }
}
