package org.vmturntable.traffic.migration;

import java.time.Duration;

/**
 * How long to go on trying.
 *
 * @param first rest after the first failure; doubles each time
 * @param longest rest between two attempts at most
 * @param patience no further attempt after this time
 */
public record Persistence(Duration first, Duration longest, Duration patience) {
    public Persistence {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0 || patience.isNegative()) {
            throw new IllegalArgumentException("Rests must be positive and grow: " + first + ", " + longest);
        }
    }

    Duration rest(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, 20));
        return doubled.compareTo(longest) > 0 ? longest : doubled;
    }
}
