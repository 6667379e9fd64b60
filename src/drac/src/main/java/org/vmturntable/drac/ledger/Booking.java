package org.vmturntable.drac.ledger;

import java.time.Instant;
import org.vmturntable.drac.topology.Route;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.TimeWindow;

/** What one lightpath takes of the network, and when. */
public record Booking(LightpathId id, Route route, Bandwidth bandwidth, TimeWindow window) {
    /** The time that an extension adds; only to be asked for an end after its own. */
    TimeWindow added(Instant until) {
        return new TimeWindow(window.until(), until);
    }

    Booking until(Instant until) {
        return new Booking(id, route, bandwidth, new TimeWindow(window.from(), until));
    }
}
