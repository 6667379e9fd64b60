package org.vmturntable.testbed.topology;

/**
 * The LAN behind which guests live, the same at every site: a moved guest finds the same gateway at the same MAC.
 *
 * @param bridge name of the bridge
 * @param gateway the bridge's address
 * @param mac the bridge's Ethernet address
 * @param mtu largest packet, bytes
 */
public record GuestLan(String bridge, Ipv4Prefix gateway, MacAddress mac, int mtu) {}
