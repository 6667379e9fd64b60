package org.vmturntable.testbed.wan;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.vmturntable.testbed.topology.Internet;
import org.vmturntable.testbed.topology.Ipv4Address;
import org.vmturntable.testbed.topology.Ipv4Prefix;
import org.vmturntable.testbed.topology.Place;
import org.vmturntable.testbed.topology.Site;
import org.vmturntable.testbed.topology.Topology;

/** The routed internet of a topology: an access link a place, a way between any two. */
final class InternetPlane {
    /** Frames in a place's device, 130 ms of full packets at 100 Mbit/s: about what an access router keeps. */
    private static final int DEVICE_QUEUE = 1000;

    private static final int HEXADECIMAL = 16;

    private final List<AccessLink> links;
    private final InternetSegment segment;

    private InternetPlane(List<AccessLink> links, InternetSegment segment) {
        this.links = List.copyOf(links);
        this.segment = segment;
        links.forEach(link -> link.attach(segment));
    }

    /** Builds the segment and the places' devices. */
    static InternetPlane build(Topology topology) throws IOException {
        List<Place> places = topology.places();
        List<AccessLink> links = new ArrayList<>();
        for (Place place : places) {
            PlaceDevice device = device(topology, place);
            // Whole packets only: at this rate they cost little, and a queue counted in 64 KB trains would be seconds
            // long.
            links.add(new AccessLink(
                    device.create(Tap.CHECKSUM),
                    Long.parseLong(device.mac().text().replace(":", ""), HEXADECIMAL),
                    topology.internet().accessRate()));
        }
        return new InternetPlane(links, new InternetSegment(ways(topology.internet(), places, links)));
    }

    List<Ingress> ingresses() {
        return new ArrayList<>(links);
    }

    List<Transit> transits() {
        return Stream.concat(segment.transits().stream(), links.stream()).toList();
    }

    private static List<LongHaul> ways(Internet internet, List<Place> places, List<AccessLink> links) {
        List<LongHaul> ways = new ArrayList<>();
        for (int from = 0; from < places.size(); from++) {
            for (int to = 0; to < places.size(); to++) {
                if (from != to) {
                    Duration rtt =
                            internet.rtt(places.get(from).name(), places.get(to).name());
                    ways.add(new LongHaul(links.get(from), links.get(to), internet.accessRate(), rtt.dividedBy(2)));
                }
            }
        }
        return ways;
    }

    private static PlaceDevice device(Topology topology, Place place) {
        Internet internet = topology.internet();
        Stream<Ipv4Address> management = topology.sites().stream()
                .filter(site -> site.name().equals(place.name()))
                .map(Site::element)
                .map(element -> element.management());
        List<Ipv4Prefix> addresses = Stream.concat(Stream.of(place.internet()), management)
                .map(address -> new Ipv4Prefix(address, internet.network().length()))
                .toList();
        return new PlaceDevice(
                new NetworkNamespace(topology.namespaceOf(place.name())),
                internet.device(),
                addresses,
                internet.mtu(),
                DEVICE_QUEUE);
    }
}
