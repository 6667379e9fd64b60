package org.vmturntable.traffic.plan;

import java.time.Duration;

/**
 * How long the guest will stand still: from STOP at the source to RESUME at the destination.
 *
 * @param expected as it mostly comes out
 * @param bound promised: it is not to be longer
 */
public record Blackout(Duration expected, Duration bound) {
    public Blackout {
        if (expected.isNegative() || bound.compareTo(expected) < 0) {
            throw new IllegalArgumentException("No forecast: " + expected + ", at most " + bound);
        }
    }

    /** Rounded up: who asks for so much is promised it. */
    public long boundMillis() {
        return bound.plusNanos(999_999).toMillis();
    }
}
