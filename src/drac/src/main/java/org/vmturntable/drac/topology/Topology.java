package org.vmturntable.drac.topology;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.PortId;

/**
 * The network that one DRAC hands out: constant while it runs. A port that ends a link is a line port; every other port is a
 * client port, where a lightpath can begin.
 *
 * @param elements names are unique
 * @param links each port ends at most one; several may join the same two elements
 */
public record Topology(List<Element> elements, List<Link> links, LabelRange labels) {
    /** @throws GridException {@link FailureCode#CONFIGURATION_INVALID} if a link's port is missing or used twice */
    public Topology {
        elements = List.copyOf(elements);
        links = List.copyOf(links);
        Set<String> names = new HashSet<>();
        for (Element element : elements) {
            require(names.add(element.name()), "Two elements have the same name: " + element.name());
        }
        Set<PortId> ends = new HashSet<>();
        for (Link link : links) {
            for (PortId port : List.of(link.a(), link.b())) {
                require(hasPort(elements, port), "A link ends at a port that no element has: " + port);
                require(ends.add(port), "Two links end at the same port: " + port);
            }
        }
    }

    public boolean has(PortId port) {
        return hasPort(elements, port);
    }

    /** True if the port exists and ends no link. */
    public boolean isClientPort(PortId port) {
        return has(port) && linkAt(port).isEmpty();
    }

    public Optional<Link> linkAt(PortId port) {
        return links.stream()
                .filter(link -> link.a().equals(port) || link.b().equals(port))
                .findFirst();
    }

    /** Every client port, in the order of its text form. */
    public List<PortId> clientPorts() {
        return elements.stream()
                .flatMap(element -> element.ports().stream().map(port -> new PortId(element.name(), port)))
                .filter(this::isClientPort)
                .sorted()
                .toList();
    }

    /** By name, in the order of the name. */
    public Map<String, Element> elementsByName() {
        return elements.stream()
                .collect(Collectors.toMap(Element::name, element -> element, (a, b) -> a, TreeMap::new));
    }

    private static boolean hasPort(List<Element> elements, PortId port) {
        return elements.stream().anyMatch(element -> element.has(port));
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new GridException(FailureCode.CONFIGURATION_INVALID, otherwise);
        }
    }
}
