package org.vmturntable.traffic.site;

import java.time.Instant;
import org.vmturntable.kernel.PortId;

/**
 * Room held at a destination.
 *
 * @param port the destination's end for a lightpath
 * @param until when the hold ends by itself
 */
public record Room(PortId port, Instant until) {}
