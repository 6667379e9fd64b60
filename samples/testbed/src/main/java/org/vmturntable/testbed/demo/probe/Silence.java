package org.vmturntable.testbed.demo.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The longest time in which nothing arrived.
 *
 * @param began the last arrival before it, or the window's start if there was none
 */
public record Silence(Instant began, Duration length) {
    /**
     * Finds the longest silence that touches a window. A silence that began before the window or ends after it counts in full, as
     * far as arrivals are known: a client does not care for our windows.
     *
     * @param arrivals in order of time; may be empty, may repeat
     */
    public static Silence longest(List<Instant> arrivals, Instant from, Instant until) {
        Instant previous = arrivals.stream()
                .filter(arrival -> !arrival.isAfter(from))
                .reduce((earlier, later) -> later)
                .orElse(from);
        Silence longest = new Silence(previous, Duration.ZERO);
        for (Instant arrival : arrivals) {
            if (!arrival.isAfter(from)) {
                continue;
            }
            longest = longest.orLonger(previous, arrival);
            if (!arrival.isBefore(until)) {
                return longest;
            }
            previous = arrival;
        }
        return longest.orLonger(previous, until);
    }

    /** The longer of two; the first if they are equal. */
    public Silence orLonger(Silence other) {
        return other.length.compareTo(length) > 0 ? other : this;
    }

    private Silence orLonger(Instant start, Instant end) {
        return orLonger(new Silence(start, Duration.between(start, end)));
    }

    /** Whole milliseconds, rounded. */
    public long millis() {
        return Math.round(length.toNanos() / 1e6);
    }
}
