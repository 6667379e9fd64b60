package org.vmturntable.traffic.plan;

import java.time.Duration;
import org.vmturntable.kernel.Bandwidth;

/**
 * A path as its broker states it.
 *
 * @param bandwidth that the migration has of it, above zero
 * @param roundTrip there and back, above zero
 */
public record PathMeasure(Bandwidth bandwidth, Duration roundTrip) {
    public PathMeasure {
        if (bandwidth.compareTo(Bandwidth.ZERO) <= 0 || roundTrip.isNegative() || roundTrip.isZero()) {
            throw new IllegalArgumentException("No path: " + bandwidth + ", " + roundTrip);
        }
    }

    /** Half a round trip: no blackout is shorter. */
    public Duration oneWay() {
        return roundTrip.dividedBy(2);
    }

    double bytesPerSecond() {
        return bandwidth.bitsPerSecond() / (double) Byte.SIZE;
    }
}
