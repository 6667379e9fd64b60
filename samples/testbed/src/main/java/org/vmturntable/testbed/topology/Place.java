package org.vmturntable.testbed.topology;

import org.vmturntable.kernel.SiteId;

/**
 * Anything with an access link to the routed internet: a site or the edge.
 *
 * @param internet its address there
 */
public record Place(SiteId name, Ipv4Address internet) {}
