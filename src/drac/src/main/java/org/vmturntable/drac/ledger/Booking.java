package org.vmturntable.drac.ledger;

import org.vmturntable.drac.topology.Route;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.TimeWindow;

/** What one lightpath takes of the network, and when. */
public record Booking(LightpathId id, Route route, Bandwidth bandwidth, TimeWindow window) {}
