package org.vmturntable.traffic.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.vmturntable.kernel.Bytes;

/**
 * What was measured.
 *
 * @param moved bytes on the wire; zero if the move ended unobserved
 * @param stopped the source QEMU's STOP event, by the source's clock; empty if not observed
 * @param resumed the destination QEMU's RESUME event, by the destination's clock; empty if not observed
 */
public record Figures(Bytes moved, Optional<Instant> stopped, Optional<Instant> resumed) {
    static final Figures NONE = new Figures(Bytes.ZERO, Optional.empty(), Optional.empty());

    /**
     * How long the guest stood still: from STOP at the source to RESUME at the destination. As exact as the two sites' clocks
     * agree; empty unless both were observed in this order.
     */
    public Optional<Duration> blackout() {
        return stopped.flatMap(from -> resumed.map(to -> Duration.between(from, to)))
                .filter(time -> !time.isNegative());
    }
}
