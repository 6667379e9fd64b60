package org.vmturntable.testbed.topology;

import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.SiteId;

/**
 * A place that hosts guests.
 *
 * @param internet its address on the routed internet
 * @param optical its address on the optical layer
 * @param memory what it has for guests
 * @param vcpus what it has for guests
 */
public record Site(SiteId name, Ipv4Address internet, Ipv4Address optical, Bytes memory, int vcpus, Element element) {}
