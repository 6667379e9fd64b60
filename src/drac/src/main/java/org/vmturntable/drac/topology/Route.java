package org.vmturntable.drac.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vmturntable.kernel.PortId;

/**
 * The way of a lightpath: the ports in the order in which its light meets them, two at each element, and the label that it has
 * on every fibre.
 *
 * @param ports an even number, at least two; the first and the last are client ports
 * @param label a VLAN id
 * @param roundTrip of all fibres together
 */
public record Route(List<PortId> ports, int label, Duration roundTrip) {
    public Route {
        ports = List.copyOf(ports);
        if (ports.isEmpty() || ports.size() % 2 != 0) {
            throw new IllegalArgumentException("A route has two ports at each element: " + ports);
        }
        for (int i = 0; i < ports.size(); i += 2) {
            if (!ports.get(i).element().equals(ports.get(i + 1).element())) {
                throw new IllegalArgumentException("Not at one element: " + ports.get(i) + ", " + ports.get(i + 1));
            }
        }
    }

    /** The two ports to join at each element, in the route's order. */
    public List<Hop> hops() {
        List<Hop> hops = new ArrayList<>();
        for (int i = 0; i < ports.size(); i += 2) {
            hops.add(new Hop(ports.get(i), ports.get(i + 1)));
        }
        return List.copyOf(hops);
    }

    public PathEnds ends() {
        return new PathEnds(ports.get(0), ports.get(ports.size() - 1));
    }

    public boolean isClientPort(PortId port) {
        return port.equals(ports.get(0)) || port.equals(ports.get(ports.size() - 1));
    }

    /** The ports in text form, with a space between; {@link #portsFromText} reads it back. */
    public String portsAsText() {
        return ports.stream().map(PortId::toString).collect(Collectors.joining(" "));
    }

    public static List<PortId> portsFromText(String text) {
        return Stream.of(text.split(" ")).map(PortId::parse).toList();
    }

    /** Two ports of the same element that are joined. */
    public record Hop(PortId in, PortId out) {
        public String element() {
            return in.element();
        }
    }
}
