package org.vmturntable.testbed.topology;

import java.util.List;
import org.vmturntable.kernel.SiteId;

/**
 * Where the guests' traffic meets the clients.
 *
 * @param internet its address on the routed internet
 * @param mac Ethernet address of its end of the tunnel
 * @param tunnel its address on the guests' LAN
 * @param lan name of its interface towards the clients
 * @param lanAddresses that interface's addresses
 */
public record Edge(
        SiteId name,
        Ipv4Address internet,
        MacAddress mac,
        Ipv4Prefix tunnel,
        String lan,
        List<Ipv4Prefix> lanAddresses) {
    public Edge {
        lanAddresses = List.copyOf(lanAddresses);
    }
}
