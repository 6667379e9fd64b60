package org.vmturntable.testbed.topology;

/**
 * The VXLAN between sites and edge.
 *
 * @param device name of the interface at every end
 * @param id network identifier
 * @param port UDP port
 */
public record Tunnel(String device, int id, int port) {}
