package org.vmturntable.snmp;

import java.net.InetSocketAddress;
import java.util.Map;

/**
 * Where an element's agent is, and which of its interfaces its ports are.
 *
 * @param interfaces ifIndex (RFC 2863) by port name
 */
public record SnmpElement(String name, InetSocketAddress agent, Map<String, Integer> interfaces) {
    public SnmpElement {
        interfaces = Map.copyOf(interfaces);
    }
}
