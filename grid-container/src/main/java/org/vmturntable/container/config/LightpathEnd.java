package org.vmturntable.container.config;

import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.PortId;

/**
 * Where lightpaths reach this site.
 *
 * @param port of the optical element
 * @param address this site's IP address on any lightpath
 * @param bandwidth what is asked for when a request names none
 */
public record LightpathEnd(PortId port, String address, Bandwidth bandwidth) {}
