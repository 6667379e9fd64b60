package org.vmturntable.testbed.wan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.PortId;
import org.vmturntable.testbed.element.ElementPort;
import org.vmturntable.testbed.element.OpticalElement;
import org.vmturntable.testbed.topology.Fibre;
import org.vmturntable.testbed.topology.Ipv4Prefix;
import org.vmturntable.testbed.topology.Site;
import org.vmturntable.testbed.topology.Topology;

/** The optical layer of a topology: an element at each site, fibres between them. */
final class OpticalPlane {
    /** Frames in the site's device: a TCP stream's whole window in single packets finds room. */
    private static final int DEVICE_QUEUE = 10_000;

    private final Topology topology;
    private final Map<String, LitFibre> fibres = new LinkedHashMap<>();
    private final Map<String, ElementSwitch> switches = new LinkedHashMap<>();
    private final List<Ingress> ingresses = new ArrayList<>();
    private final List<Transit> transits = new ArrayList<>();

    private OpticalPlane(Topology topology) {
        this.topology = topology;
    }

    /** Builds the layer and the sites' devices; nothing moves before the devices' ingresses are read. */
    static OpticalPlane build(Topology topology) throws IOException {
        OpticalPlane plane = new OpticalPlane(topology);
        topology.optical().fibres().forEach(fibre -> plane.fibres.put(fibre.name(), new LitFibre(fibre)));
        for (Site site : topology.sites()) {
            plane.addElement(site);
        }
        for (Fibre fibre : topology.optical().fibres()) {
            plane.transits.addAll(plane.fibre(fibre.name())
                    .join(
                            plane.switchOf(fibre.a().element()),
                            plane.switchOf(fibre.b().element())));
        }
        return plane;
    }

    List<Ingress> ingresses() {
        return ingresses;
    }

    List<Transit> transits() {
        return transits;
    }

    Map<String, LitFibre> fibres() {
        return fibres;
    }

    OpticalElement element(Site site) {
        return switchOf(site.name().value()).element();
    }

    private void addElement(Site site) throws IOException {
        List<ElementPort> ports = new ArrayList<>();
        site.element().ports().forEach((name, index) -> ports.add(port(site, name, index)));
        ElementSwitch element = new ElementSwitch(new OpticalElement(site.name().value(), ports));
        switches.put(site.name().value(), element);
        int client = site.element().ports().getOrDefault(site.element().client(), 0);
        PlaceDevice device = device(site);
        Tap tap = device.create(Tap.CHECKSUM | Tap.TCP_SEGMENTATION);
        device.routeAsLightpath(topology.optical().network());
        ingresses.add(new ClientPort(tap, element, client, clientRate()));
    }

    private PlaceDevice device(Site site) {
        return new PlaceDevice(
                new NetworkNamespace(topology.namespaceOf(site.name())),
                topology.optical().device(),
                List.of(new Ipv4Prefix(
                        site.optical(), topology.optical().network().length())),
                topology.optical().mtu(),
                DEVICE_QUEUE);
    }

    private ElementPort port(Site site, String name, int index) {
        PortId id = new PortId(site.name().value(), name);
        int mtu = topology.optical().mtu();
        for (Fibre fibre : topology.optical().fibres()) {
            if (fibre.a().equals(id) || fibre.b().equals(id)) {
                LitFibre lit = fibre(fibre.name());
                return new ElementPort(index, name, fibre.rate(), mtu, () -> lit.arrivesAt(id.element()));
            }
        }
        BooleanSupplier wired = () -> name.equals(site.element().client());
        return new ElementPort(index, name, clientRate(), mtu, wired);
    }

    /** A client port is as fast as the fastest fibre, so that the fibres decide. */
    private Bandwidth clientRate() {
        return topology.optical().fibres().stream()
                .map(Fibre::rate)
                .max(Bandwidth::compareTo)
                .orElse(Bandwidth.ofMegabitsPerSecond(1000));
    }

    private LitFibre fibre(String name) {
        return known(fibres, name);
    }

    private ElementSwitch switchOf(String element) {
        return known(switches, element);
    }

    private static <T> T known(Map<String, T> map, String key) {
        T value = map.get(key);
        if (value == null) {
            throw new IllegalStateException("the topology was checked, and yet has no " + key);
        }
        return value;
    }
}
