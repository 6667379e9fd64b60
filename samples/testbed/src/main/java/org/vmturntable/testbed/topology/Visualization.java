package org.vmturntable.testbed.topology;

import org.vmturntable.kernel.SiteId;

/**
 * The client's host behind the edge.
 *
 * @param device its interface
 * @param toGuests the address it speaks to guests from
 * @param toContainers the address it speaks to grid containers from
 */
public record Visualization(SiteId name, String device, Ipv4Prefix toGuests, Ipv4Prefix toContainers) {}
