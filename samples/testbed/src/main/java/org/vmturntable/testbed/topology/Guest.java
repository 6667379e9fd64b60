package org.vmturntable.testbed.topology;

import java.util.Optional;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.SiteId;

/**
 * The virtual machine that moves.
 *
 * @param home the site that boots it
 * @param disk how large its disk is; without, it has none
 */
public record Guest(String name, SiteId home, Ipv4Address address, MacAddress mac, Bytes memory, Optional<Bytes> disk) {
    Guest withDisk(Bytes size) {
        return new Guest(name, home, address, mac, memory, Optional.of(size));
    }
}
