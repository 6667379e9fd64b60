package org.vmturntable.testbed.topology;

import java.time.Duration;
import java.util.List;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.SiteId;

/**
 * The routed internet: one segment to which every place has an access link.
 *
 * @param device name of the interface at every place
 * @param network the segment's prefix
 * @param mtu largest packet, bytes
 * @param accessRate rate of each place's link, each way
 * @param distances one for every pair of places, in the file's order
 */
public record Internet(String device, Ipv4Prefix network, int mtu, Bandwidth accessRate, List<Distance> distances) {
    public Internet {
        distances = List.copyOf(distances);
    }

    /**
     * The round-trip time between two different places.
     *
     * @throws IllegalArgumentException if the topology gives none
     */
    public Duration rtt(SiteId one, SiteId other) {
        return distances.stream()
                .filter(distance -> distance.joins(one, other))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no RTT given between " + one + " and " + other))
                .rtt();
    }
}
