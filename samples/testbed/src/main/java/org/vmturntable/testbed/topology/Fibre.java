package org.vmturntable.testbed.topology;

import java.time.Duration;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.PortId;

/**
 * A fibre pair between two elements' line ports.
 *
 * @param name what cut and mend call it
 * @param rate of each direction
 * @param rtt round-trip time of light in it
 */
public record Fibre(String name, PortId a, PortId b, Bandwidth rate, Duration rtt) {}
