package org.vmturntable.traffic.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.traffic.plan.Blackout;

/**
 * What was predicted, and what was measured.
 *
 * @param predicted before the guest stops; empty as long as the path is not known, and if its round trip is not stated
 * @param moved bytes on the wire; zero if the move ended unobserved
 * @param stopped the source QEMU's STOP event, by the source's clock; empty if not observed
 * @param resumed the destination QEMU's RESUME event, by the destination's clock; empty if not observed
 */
public record Figures(Optional<Blackout> predicted, Bytes moved, Optional<Instant> stopped, Optional<Instant> resumed) {
    static final Figures NONE = new Figures(Optional.empty(), Bytes.ZERO, Optional.empty(), Optional.empty());

    /**
     * How long the guest stood still: from STOP at the source to RESUME at the destination. As exact as the two sites' clocks
     * agree; empty unless both were observed in this order.
     */
    public Optional<Duration> blackout() {
        return stopped.flatMap(from -> resumed.map(to -> Duration.between(from, to)))
                .filter(time -> !time.isNegative());
    }

    Figures predicting(Optional<Blackout> blackout) {
        return new Figures(blackout.or(this::predicted), moved, stopped, resumed);
    }

    Figures left(Bytes bytes, Optional<Instant> at) {
        return new Figures(predicted, bytes, at, resumed);
    }

    Figures arrived(Optional<Instant> at) {
        return new Figures(predicted, moved, stopped, at.or(this::resumed));
    }
}
