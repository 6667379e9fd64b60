package org.vmturntable.drac.path;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jgrapht.Graph;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.shortestpath.DijkstraShortestPath;
import org.jgrapht.graph.MaskSubgraph;
import org.jgrapht.graph.WeightedMultigraph;
import org.vmturntable.drac.ledger.Ledger;
import org.vmturntable.drac.topology.Element;
import org.vmturntable.drac.topology.Link;
import org.vmturntable.drac.topology.PathEnds;
import org.vmturntable.drac.topology.Route;
import org.vmturntable.drac.topology.Topology;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.TimeWindow;

/**
 * Finds the route of least delay that has the bandwidth on every link over the whole window, and one label that is free at every
 * element of it. If there is none it says what stands in the way, the most lasting reason first.
 */
public final class PathComputation {
    /** Added for each link, so that of two routes of equal delay the one with fewer elements wins. */
    private static final double HOP_COST_NANOS = 1_000;

    private final Topology topology;
    private final Ledger ledger;
    private final Graph<String, Link> graph = new WeightedMultigraph<>(Link.class);

    public PathComputation(Topology topology, Ledger ledger) {
        this.topology = topology;
        this.ledger = ledger;
        topology.elements().stream().map(Element::name).forEach(graph::addVertex);
        for (Link link : topology.links()) {
            graph.addEdge(link.a().element(), link.b().element(), link);
            graph.setEdgeWeight(link, link.roundTrip().toNanos() + HOP_COST_NANOS);
        }
    }

    /** Reads the ledger and books nothing. */
    public PathOutcome compute(PathEnds ends, Bandwidth bandwidth, TimeWindow window) {
        for (PortId end : List.of(ends.a(), ends.b())) {
            if (!topology.isClientPort(end)) {
                return PathOutcome.refused(FailureCode.PORT_UNKNOWN, "No lightpath can begin at " + end);
            }
        }
        Predicate<Link> wideEnough = link -> link.capacity().compareTo(bandwidth) >= 0;
        Predicate<Link> hasResidual = link -> ledger.residual(link, window).compareTo(bandwidth) >= 0;
        if (shortest(ends, link -> true).isEmpty()) {
            return PathOutcome.refused(FailureCode.NO_PATH, "No fibres lead from " + ends);
        }
        if (shortest(ends, wideEnough).isEmpty()) {
            return PathOutcome.refused(
                    FailureCode.BANDWIDTH_ABOVE_LINK, "No way from " + ends + " carries " + bandwidth);
        }
        return withFreePorts(ends, window, hasResidual, bandwidth);
    }

    private PathOutcome withFreePorts(
            PathEnds ends, TimeWindow window, Predicate<Link> hasResidual, Bandwidth bandwidth) {
        for (PortId end : List.of(ends.a(), ends.b())) {
            if (!ledger.isPortFree(end, window)) {
                return PathOutcome.refused(FailureCode.PORT_IN_USE, "Another lightpath has " + end + " in that window");
            }
        }
        Optional<List<Link>> best = shortest(ends, hasResidual);
        if (best.isEmpty()) {
            return PathOutcome.refused(
                    FailureCode.NO_PATH_IN_WINDOW,
                    "No way from " + ends + " has " + bandwidth + " left in that window");
        }
        return withFreeLabel(ends, window, hasResidual, best.get());
    }

    /** The best route usually has a label; only if it has none is each label's own best route looked for. */
    private PathOutcome withFreeLabel(PathEnds ends, TimeWindow window, Predicate<Link> hasResidual, List<Link> best) {
        OptionalInt label = topology.labels()
                .labels()
                .filter(candidate -> elementsOn(ends, best).allMatch(at -> ledger.isLabelFree(at, candidate, window)))
                .findFirst();
        if (label.isPresent()) {
            return PathOutcome.found(route(ends, best, label.getAsInt()));
        }
        return topology.labels()
                .labels()
                .boxed()
                .flatMap(candidate -> labelled(ends, window, hasResidual, candidate).stream())
                .min(Comparator.comparing(Route::roundTrip))
                .map(PathOutcome::found)
                .orElseGet(() -> PathOutcome.refused(
                        FailureCode.NO_LABEL_FREE, "No VLAN id is free all the way from " + ends + " in that window"));
    }

    private Optional<Route> labelled(PathEnds ends, TimeWindow window, Predicate<Link> hasResidual, int label) {
        Predicate<String> free = element -> ledger.isLabelFree(element, label, window);
        if (!free.test(ends.a().element()) || !free.test(ends.b().element())) {
            return Optional.empty();
        }
        return shortest(
                        ends,
                        hasResidual.and(link -> free.test(link.a().element())
                                && free.test(link.b().element())))
                .map(links -> route(ends, links, label));
    }

    private Optional<List<Link>> shortest(PathEnds ends, Predicate<Link> usable) {
        Graph<String, Link> usableGraph = new MaskSubgraph<>(graph, element -> false, link -> !usable.test(link));
        return Optional.ofNullable(DijkstraShortestPath.findPathBetween(
                        usableGraph, ends.a().element(), ends.b().element()))
                .map(GraphPath::getEdgeList);
    }

    private static Stream<String> elementsOn(PathEnds ends, List<Link> links) {
        return ports(ends, links).stream().map(PortId::element).distinct();
    }

    private static Route route(PathEnds ends, List<Link> links, int label) {
        Duration roundTrip = links.stream().map(Link::roundTrip).reduce(Duration.ZERO, Duration::plus);
        return new Route(ports(ends, links), label, roundTrip);
    }

    private static List<PortId> ports(PathEnds ends, List<Link> links) {
        List<PortId> ports = new ArrayList<>();
        ports.add(ends.a());
        String at = ends.a().element();
        for (Link link : links) {
            PortId near = link.portAt(at);
            PortId far = near.equals(link.a()) ? link.b() : link.a();
            ports.add(near);
            ports.add(far);
            at = far.element();
        }
        ports.add(ends.b());
        return ports;
    }
}
