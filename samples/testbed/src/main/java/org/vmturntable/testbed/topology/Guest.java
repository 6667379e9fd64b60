package org.vmturntable.testbed.topology;

import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.SiteId;

/**
 * The virtual machine that moves.
 *
 * @param home the site that boots it
 */
public record Guest(String name, SiteId home, Ipv4Address address, MacAddress mac, Bytes memory) {}
