package org.vmturntable.container.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.vmturntable.kernel.PortId;

/** The part of a site's file that describes the optical network. */
final class NetworkSection {
    private final YamlMap map;
    private final Path directory;
    private final Map<String, Set<String>> known = new TreeMap<>();
    private final Set<PortId> linked = new HashSet<>();

    NetworkSection(YamlMap map, Path directory) {
        this.map = map;
        this.directory = directory;
    }

    Supplier<Network> read() {
        List<Supplier<Network.NetworkElement>> elements =
                map.maps("elements").stream().map(this::element).toList();
        if (elements.isEmpty()) {
            map.wrong("elements", "network.elements must name at least one element");
        }
        List<Supplier<Network.Fibre>> links =
                map.maps("links").stream().map(this::link).toList();
        Value<Supplier<Network.Snmp>> snmp = map.requiredMap("snmp").map(this::snmp);
        Value<Network.VlanRange> vlans = map.required("vlans", Texts::vlans);
        map.refuseOthers();
        return () -> new Network(
                elements.stream().map(Supplier::get).toList(),
                links.stream().map(Supplier::get).toList(),
                snmp.get().get(),
                vlans.get());
    }

    private Supplier<Network.NetworkElement> element(YamlMap element) {
        Value<String> name = element.required("name", Function.identity());
        var snmp = element.required("snmp", Texts::endpoint);
        Map<String, Value<Integer>> ports =
                element.requiredMap("ports").map(this::ports).ifGiven().orElse(Map.of());
        element.refuseOthers();
        name.ifGiven().ifPresent(given -> known.put(given, new TreeSet<>(ports.keySet())));
        return () -> {
            Map<String, Integer> indexes = new TreeMap<>();
            ports.forEach((port, index) -> indexes.put(port, index.get()));
            return new Network.NetworkElement(name.get(), snmp.get(), indexes);
        };
    }

    private Map<String, Value<Integer>> ports(YamlMap ports) {
        Map<String, Value<Integer>> indexes = new LinkedHashMap<>();
        ports.keys().forEach(port -> indexes.put(port, ports.required(port, Texts::interfaceIndex)));
        return indexes;
    }

    private Supplier<Network.Fibre> link(YamlMap link) {
        var a = link.required("a", this::freePort);
        var b = link.required("b", this::freePort);
        var bandwidth = link.required("bandwidth", Units::bandwidth);
        var roundTrip = link.optional("roundTrip", Units::duration);
        link.refuseOthers();
        return () -> new Network.Fibre(
                a.get(), b.get(), bandwidth.get(), roundTrip.ifGiven().orElse(Duration.ZERO));
    }

    private PortId freePort(String text) {
        PortId port = PortId.parse(text);
        if (!known.getOrDefault(port.element(), Set.of()).contains(port.port())) {
            throw new IllegalArgumentException("no element has the port " + port);
        }
        if (!linked.add(port)) {
            throw new IllegalArgumentException("another link ends at the port " + port + " already");
        }
        return port;
    }

    private Supplier<Network.Snmp> snmp(YamlMap snmp) {
        Value<String> user = snmp.required("user", Function.identity());
        Value<Path> secrets = snmp.required("secretsFile", text -> Texts.secret(directory, text));
        snmp.refuseOthers();
        return () -> new Network.Snmp(user.get(), secrets.get());
    }
}
