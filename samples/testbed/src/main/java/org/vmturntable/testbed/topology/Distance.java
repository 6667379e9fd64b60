package org.vmturntable.testbed.topology;

import java.time.Duration;
import org.vmturntable.kernel.SiteId;

/**
 * How far two places are from each other on the routed internet.
 *
 * @param rtt round-trip time, both ways alike
 */
public record Distance(SiteId a, SiteId b, Duration rtt) {
    public Distance {
        if (a.equals(b)) {
            throw new IllegalArgumentException("a distance needs two places");
        }
        if (rtt.isNegative()) {
            throw new IllegalArgumentException("a round trip is not negative: " + rtt);
        }
    }

    boolean joins(SiteId one, SiteId other) {
        return (a.equals(one) && b.equals(other)) || (a.equals(other) && b.equals(one));
    }
}
