package org.vmturntable.testbed.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;

/**
 * A whole testbed. What one part says of another holds: fibres end at line ports that exist, every pair of places has a
 * distance, the broker and the guest's home are sites.
 *
 * @param name of the topology
 * @param namespaces prefix of every network namespace's name
 * @param sites in the file's order, at least two
 */
public record Topology(
        String name,
        String namespaces,
        Internet internet,
        OpticalLayer optical,
        List<Site> sites,
        GuestLan guestLan,
        Guest guest,
        Edge edge,
        Visualization visualization,
        Tunnel tunnel) {
    public Topology {
        sites = List.copyOf(sites);
        if (sites.size() < 2) {
            throw new IllegalArgumentException("a topology has two sites or more");
        }
        requireSite("optical.broker", optical.broker(), sites);
        requireSite("guest.home", guest.home(), sites);
        for (Fibre fibre : optical.fibres()) {
            requireLinePort(fibre, fibre.a(), sites);
            requireLinePort(fibre, fibre.b(), sites);
        }
        requireDistances(placesOf(sites, edge), internet);
    }

    /** The same network under another prefix, so that a test never meets a running testbed. */
    public Topology withNamespaces(String prefix) {
        return new Topology(name, prefix, internet, optical, sites, guestLan, guest, edge, visualization, tunnel);
    }

    /** The same network with a disk of that size for its guest. */
    public Topology withDisk(Bytes size) {
        return new Topology(
                name,
                namespaces,
                internet,
                optical,
                sites,
                guestLan,
                guest.withDisk(size),
                edge,
                visualization,
                tunnel);
    }

    /**
     * The site of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Site site(SiteId site) {
        return sites.stream()
                .filter(candidate -> candidate.name().equals(site))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no site is named " + site.value()));
    }

    /** Every place with an access link: the sites in order, then the edge. */
    public List<Place> places() {
        return placesOf(sites, edge);
    }

    /** Name of the network namespace of a place, of the visualization host, or of {@code wan}. */
    public String namespaceOf(SiteId place) {
        return namespaces + place.value();
    }

    private static List<Place> placesOf(List<Site> sites, Edge edge) {
        return Stream.concat(
                        sites.stream().map(site -> new Place(site.name(), site.internet())),
                        Stream.of(new Place(edge.name(), edge.internet())))
                .toList();
    }

    private static void requireSite(String where, SiteId name, List<Site> sites) {
        if (sites.stream().noneMatch(site -> site.name().equals(name))) {
            throw new IllegalArgumentException(where + " names no site: " + name.value());
        }
    }

    private static void requireLinePort(Fibre fibre, PortId port, List<Site> sites) {
        boolean exists = sites.stream()
                .filter(site -> site.name().value().equals(port.element()))
                .map(Site::element)
                .anyMatch(element -> element.ports().containsKey(port.port())
                        && !element.client().equals(port.port()));
        if (!exists) {
            throw new IllegalArgumentException("fibre " + fibre.name() + " ends at no line port: " + port);
        }
    }

    private static void requireDistances(List<Place> places, Internet internet) {
        List<Place> seen = new ArrayList<>();
        for (Place place : places) {
            seen.forEach(other -> internet.rtt(other.name(), place.name()));
            seen.add(place);
        }
    }
}
