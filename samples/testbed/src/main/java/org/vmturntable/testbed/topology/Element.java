package org.vmturntable.testbed.topology;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A site's optical element.
 *
 * @param management address of its SNMP agent, UDP port 161
 * @param client the port joined to the site; every other is a line port
 * @param ports ifIndex by port name, in the file's order
 */
public record Element(Ipv4Address management, String client, Map<String, Integer> ports) {
    public Element {
        ports = Collections.unmodifiableMap(new LinkedHashMap<>(ports));
        if (!ports.containsKey(client)) {
            throw new IllegalArgumentException("the client port " + client + " is not among the ports " + ports);
        }
        if (ports.values().stream().distinct().count() != ports.size()) {
            throw new IllegalArgumentException("two ports have the same number: " + ports);
        }
    }
}
