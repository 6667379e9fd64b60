package org.vmturntable.testbed.network;

import java.util.List;
import java.util.stream.Stream;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.testbed.topology.Place;
import org.vmturntable.testbed.topology.Site;
import org.vmturntable.testbed.topology.Topology;

/** Makes a topology's namespaces and everything in them but the emulator's interfaces. */
public final class NetworkBuild {
    /** The place of the WAN emulator itself. */
    public static final SiteId WAN = new SiteId("wan");

    private final Topology topology;
    private final PlaceNetwork networks;

    public NetworkBuild(Topology topology) {
        this.topology = topology;
        this.networks = new PlaceNetwork(topology);
    }

    /** Every namespace of the topology: sites in order, edge, visualization host, emulator. */
    public static List<Namespace> namespaces(Topology topology) {
        return Stream.of(
                        topology.places().stream().map(Place::name),
                        Stream.of(topology.visualization().name(), WAN))
                .flatMap(names -> names)
                .map(place -> new Namespace(topology.namespaceOf(place)))
                .toList();
    }

    /** Creates the namespaces and the wire between edge and visualization host. */
    public void createNamespaces() {
        namespaces(topology).forEach(namespace -> {
            namespace.create();
            namespace.tune(PlaceNetwork.parameters());
        });
        String lan = topology.edge().lan();
        String device = topology.visualization().device();
        edge().configure(List.of("link add %s type veth peer name %s netns %s"
                .formatted(lan, device, visualization().name())));
    }

    /** Bridges, tunnel ends and routes everywhere; the emulator has made its interfaces before. */
    public void configure() {
        for (Site site : topology.sites()) {
            Namespace namespace = of(site.name());
            namespace.configure(networks.site(site));
            namespace.configureForwarding(networks.siteForwarding());
        }
        edge().configure(networks.edge());
        visualization().configure(networks.visualization());
    }

    /** Lets the guest's traffic enter at a site. */
    public void openEntrance(Site site) {
        edge().configure(List.of(networks.neighbour(topology.guest())));
        edge().configureForwarding(List.of(networks.entrance(topology.guest(), site)));
    }

    private Namespace edge() {
        return of(topology.edge().name());
    }

    private Namespace visualization() {
        return of(topology.visualization().name());
    }

    private Namespace of(SiteId place) {
        return new Namespace(topology.namespaceOf(place));
    }
}
