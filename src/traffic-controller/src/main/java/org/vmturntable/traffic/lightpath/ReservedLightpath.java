package org.vmturntable.traffic.lightpath;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.PortId;

/**
 * A booked lightpath.
 *
 * @param hops ports in the order of the way, both ends included
 * @param roundTrip as the topology states it; zero if it does not
 * @param until when it ends by itself
 */
public record ReservedLightpath(
        LightpathId id, List<PortId> hops, Bandwidth bandwidth, Duration roundTrip, Instant until) {
    public ReservedLightpath {
        hops = List.copyOf(hops);
    }

    public ReservedLightpath withEnd(Instant later) {
        return new ReservedLightpath(id, hops, bandwidth, roundTrip, later);
    }
}
