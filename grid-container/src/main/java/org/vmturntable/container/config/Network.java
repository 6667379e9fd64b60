package org.vmturntable.container.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.PortId;

/**
 * The optical network that a broker runs.
 *
 * @param vlans identifiers that lightpaths are told apart by
 */
public record Network(List<NetworkElement> elements, List<Fibre> links, Snmp snmp, VlanRange vlans) {
    public Network {
        elements = List.copyOf(elements);
        links = List.copyOf(links);
    }

    /** @param ports from the port's name to its ifIndex */
    public record NetworkElement(String name, InetSocketAddress snmp, Map<String, Integer> ports) {
        public NetworkElement {
            ports = Map.copyOf(ports);
        }
    }

    /**
     * A fibre between two elements' ports.
     *
     * @param roundTrip there and back; zero if the file does not say
     */
    public record Fibre(PortId a, PortId b, Bandwidth bandwidth, Duration roundTrip) {}

    /** @param secretsFile a Java properties file with the passphrases {@code authentication} and {@code privacy} */
    public record Snmp(String user, Path secretsFile) {}

    /** From {@code first} to {@code last}, both included. */
    public record VlanRange(int first, int last) {}
}
