package org.vmturntable.traffic.lightpath;

import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.TimeWindow;
import org.vmturntable.kernel.VmId;

/** A lightpath that one migration needs, in both directions alike. */
public record LightpathRequest(VmId vm, PortId from, PortId to, Bandwidth bandwidth, TimeWindow window) {}
