package org.vmturntable.testbed.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vmturntable.testbed.topology.Edge;
import org.vmturntable.testbed.topology.Guest;
import org.vmturntable.testbed.topology.Ipv4Address;
import org.vmturntable.testbed.topology.Ipv4Prefix;
import org.vmturntable.testbed.topology.Site;
import org.vmturntable.testbed.topology.Topology;
import org.vmturntable.testbed.topology.Visualization;

/**
 * What each place's namespace gets, as lines for {@code ip} and {@code bridge}. Nothing is done here: see {@link NetworkBuild}.
 */
final class PlaceNetwork {
    private final Topology topology;

    PlaceNetwork(Topology topology) {
        this.topology = topology;
    }

    /** A site's guest LAN and its end of the tunnel, once the emulator has put its interfaces there. */
    List<String> site(Site site) {
        List<String> lines = new ArrayList<>(guestLan());
        lines.addAll(tunnelEnd(site.internet()));
        lines.add("link set %s master %s".formatted(tunnel(), bridge()));
        lines.addAll(wayToClients());
        return lines;
    }

    /** The site's tunnel sends to the edge alone: a guest's broadcasts stay inside the site. */
    List<String> siteForwarding() {
        Edge edge = topology.edge();
        return List.of(
                "fdb replace %s dev %s dst %s self permanent".formatted(edge.mac(), tunnel(), edge.internet()),
                "fdb replace %s dev %s master static".formatted(edge.mac(), tunnel()));
    }

    /** The edge's interfaces, once the emulator's is there and the pair to the clients' host exists. */
    List<String> edge() {
        Edge edge = topology.edge();
        List<String> lines = new ArrayList<>();
        edge.lanAddresses().forEach(address -> lines.add("address replace " + address + " dev " + edge.lan()));
        lines.add("link set " + edge.lan() + " up");
        lines.addAll(tunnelEnd(edge.internet()));
        lines.add("link set %s address %s".formatted(tunnel(), edge.mac()));
        lines.add("address replace " + edge.tunnel() + " dev " + tunnel());
        return lines;
    }

    /** The clients' host: two addresses, everything by way of the edge. */
    List<String> visualization() {
        Visualization host = topology.visualization();
        List<Ipv4Address> gateways = topology.edge().lanAddresses().stream()
                .map(prefix -> prefix.address())
                .toList();
        String device = host.device();
        return List.of(
                "address replace " + host.toGuests() + " dev " + device,
                "address replace " + host.toContainers() + " dev " + device,
                "link set " + device + " up",
                "route replace %s via %s src %s"
                        .formatted(
                                network(topology.guestLan().gateway()),
                                gateways.get(0),
                                host.toGuests().address()),
                "route replace %s via %s src %s"
                        .formatted(
                                network(topology.internet().network()),
                                gateways.get(1),
                                host.toContainers().address()));
    }

    /** The way in for a guest: its MAC behind a site's end of the tunnel. */
    String neighbour(Guest guest) {
        return "neighbour replace %s lladdr %s dev %s nud permanent".formatted(guest.address(), guest.mac(), tunnel());
    }

    String entrance(Guest guest, Site site) {
        return "fdb replace %s dev %s dst %s self permanent".formatted(guest.mac(), tunnel(), site.internet());
    }

    /**
     * Kernel parameters of every place, beside those of the emulator's devices. A short unsent queue, so that the guest's last
     * pages do not wait behind megabytes; few tries to reach a path that has died, since a move that is to switch waits for them; no
     * redirects, since guests and edge share a bridge on purpose.
     */
    static Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("ipv4.ip_forward", "1");
        parameters.put("ipv4.conf.all.send_redirects", "0");
        parameters.put("ipv4.conf.default.send_redirects", "0");
        parameters.put("ipv4.tcp_notsent_lowat", "131072");
        parameters.put("ipv4.tcp_slow_start_after_idle", "0");
        parameters.put("ipv4.tcp_syn_retries", "3");
        return parameters;
    }

    private List<String> guestLan() {
        var lan = topology.guestLan();
        return List.of(
                "link add %s address %s mtu %d type bridge".formatted(bridge(), lan.mac(), lan.mtu()),
                "address add " + lan.gateway() + " dev " + bridge(),
                "link set " + bridge() + " up");
    }

    private List<String> tunnelEnd(Ipv4Address local) {
        var tunnel = topology.tunnel();
        return List.of(
                "link add %s mtu %d type vxlan id %d dstport %d local %s dev %s nolearning"
                        .formatted(
                                tunnel.device(),
                                topology.guestLan().mtu(),
                                tunnel.id(),
                                tunnel.port(),
                                local,
                                internet()),
                "link set " + tunnel.device() + " up");
    }

    private List<String> wayToClients() {
        Edge edge = topology.edge();
        Visualization host = topology.visualization();
        return List.of(
                "neighbour replace %s lladdr %s dev %s nud permanent"
                        .formatted(edge.tunnel().address(), edge.mac(), bridge()),
                "route replace %s via %s dev %s"
                        .formatted(network(host.toGuests()), edge.tunnel().address(), bridge()),
                "route replace %s via %s".formatted(network(host.toContainers()), edge.internet()));
    }

    private String internet() {
        return topology.internet().device();
    }

    private String bridge() {
        return topology.guestLan().bridge();
    }

    private String tunnel() {
        return topology.tunnel().device();
    }

    private static String network(Ipv4Prefix prefix) {
        return Ipv4Networks.networkOf(prefix);
    }
}
