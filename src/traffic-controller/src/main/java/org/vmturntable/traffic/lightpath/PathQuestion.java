package org.vmturntable.traffic.lightpath;

import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.TimeWindow;

/** A lightpath that may be asked for later. */
public record PathQuestion(PortId from, PortId to, Bandwidth bandwidth, TimeWindow window) {}
