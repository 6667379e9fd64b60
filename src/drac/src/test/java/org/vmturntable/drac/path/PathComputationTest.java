package org.vmturntable.drac.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.vmturntable.drac.ledger.Booking;
import org.vmturntable.drac.ledger.Ledger;
import org.vmturntable.drac.topology.LabelRange;
import org.vmturntable.drac.topology.PathEnds;
import org.vmturntable.drac.topology.Route;
import org.vmturntable.drac.topology.SampleNetworks;
import org.vmturntable.drac.topology.Topology;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.TimeWindow;

class PathComputationTest {
    private static final TimeWindow NOW = TimeWindow.starting(Instant.EPOCH, Duration.ofMinutes(10));
    private static final TimeWindow LATER = TimeWindow.starting(NOW.until(), Duration.ofMinutes(10));
    private static final PathEnds ACROSS = new PathEnds(SampleNetworks.AMSTERDAM, SampleNetworks.SAN_DIEGO);

    private Topology topology = SampleNetworks.ring(new LabelRange(100, 101));
    private Ledger ledger = new Ledger(topology);

    @Test
    void takesTheRouteOfLeastDelay() {
        Route route = found(ACROSS, 900, NOW);
        assertThat(route.portsAsText())
                .isEqualTo("amsterdam:client-1 amsterdam:line-1 chicago:line-1 chicago:line-2 sandiego:line-1"
                        + " sandiego:client-1");
        assertThat(route.roundTrip()).isEqualTo(Duration.ofMillis(198));
        assertThat(route.label()).isEqualTo(100);
        assertThat(route.hops()).hasSize(3);
    }

    @Test
    void takesTheDetourIfOnlyThatHasTheBandwidth() {
        assertThat(found(ACROSS, 1_001, NOW).portsAsText()).contains("london");
    }

    @Test
    void takesTheDetourWhileTheDirectWayIsTaken() {
        book(ends("amsterdam:client-2", "sandiego:client-2"), 900, NOW);
        assertThat(found(ACROSS, 900, NOW).portsAsText()).contains("london");
        assertThat(found(ACROSS, 900, LATER).portsAsText()).contains("chicago");
    }

    @Test
    void takesTheDetourIfOnlyThatHasALabel() {
        book(ends("amsterdam:client-2", "chicago:client-2"), 1, NOW);
        book(ends("chicago:client-1", "chicago:client-3"), 1, NOW);
        Route route = found(ACROSS, 1, NOW);
        assertThat(route.portsAsText()).contains("london");
        assertThat(route.label()).isEqualTo(101);
    }

    @Test
    void joinsTwoClientsOfOneElement() {
        Route route = found(ends("london:client-1", "london:client-2"), 1_000_000, NOW);
        assertThat(route.ports()).hasSize(2);
        assertThat(route.roundTrip()).isZero();
    }

    @Test
    void saysThatAPortIsUnknownOrNoClientPort() {
        assertThat(refusal(ends("amsterdam:client-9", "sandiego:client-1"), 1, NOW))
                .isEqualTo(FailureCode.PORT_UNKNOWN);
        assertThat(refusal(ends("amsterdam:client-1", "sandiego:line-1"), 1, NOW))
                .isEqualTo(FailureCode.PORT_UNKNOWN);
    }

    @Test
    void saysThatNoFibreLeadsThere() {
        assertThat(refusal(ends("amsterdam:client-1", "tokyo:client-1"), 1, NOW))
                .isEqualTo(FailureCode.NO_PATH);
    }

    @Test
    void saysThatNoLinkIsWideEnough() {
        assertThat(refusal(ACROSS, 10_001, NOW)).isEqualTo(FailureCode.BANDWIDTH_ABOVE_LINK);
    }

    @Test
    void saysThatAnotherHasThePort() {
        book(ends("amsterdam:client-1", "london:client-1"), 1, NOW);
        assertThat(refusal(ACROSS, 1, NOW)).isEqualTo(FailureCode.PORT_IN_USE);
        assertThat(refusal(new PathEnds(ACROSS.b(), ACROSS.a()), 1, NOW)).isEqualTo(FailureCode.PORT_IN_USE);
    }

    @Test
    void saysThatNothingIsLeftInTheWindow() {
        use(SampleNetworks.chain());
        book(ends("chicago:client-2", "sandiego:client-2"), 200, LATER);
        assertThat(refusal(ACROSS, 801, new TimeWindow(NOW.from(), LATER.until())))
                .isEqualTo(FailureCode.NO_PATH_IN_WINDOW);
        assertThat(found(ACROSS, 801, NOW).hops()).hasSize(3);
    }

    @Test
    void saysThatNoLabelIsFree() {
        use(SampleNetworks.chain(new LabelRange(100, 100)));
        book(ends("amsterdam:client-2", "chicago:client-2"), 1, NOW);
        assertThat(refusal(ACROSS, 1, NOW)).isEqualTo(FailureCode.NO_LABEL_FREE);
    }

    /** Whatever it finds can be booked: the ledger checks on its own. */
    @Property(tries = 200)
    void findsOnlyWhatIsFree(
            @ForAll @Size(max = 20) List<@IntRange(max = 11) Integer> froms,
            @ForAll @Size(max = 20) List<@IntRange(max = 11) Integer> tos,
            @ForAll @IntRange(min = 1, max = 2_000) int megabits) {
        Ledger booked = new Ledger(topology);
        PathComputation paths = new PathComputation(topology, booked);
        List<PortId> clients = new ArrayList<>(topology.clientPorts());
        for (int i = 0; i < Math.min(froms.size(), tos.size()); i++) {
            PortId from = clients.get(froms.get(i));
            PortId to = clients.get(tos.get(i));
            if (!from.equals(to)) {
                Bandwidth bandwidth = Bandwidth.ofMegabitsPerSecond(megabits);
                paths.compute(new PathEnds(from, to), bandwidth, NOW)
                        .route()
                        .ifPresent(route -> booked.book(new Booking(LightpathId.random(), route, bandwidth, NOW)));
            }
        }
    }

    private void use(Topology other) {
        topology = other;
        ledger = new Ledger(other);
    }

    private PathOutcome compute(PathEnds ends, long megabits, TimeWindow window) {
        return new PathComputation(topology, ledger).compute(ends, Bandwidth.ofMegabitsPerSecond(megabits), window);
    }

    private Route found(PathEnds ends, long megabits, TimeWindow window) {
        return compute(ends, megabits, window).orThrow(ends);
    }

    private FailureCode refusal(PathEnds ends, long megabits, TimeWindow window) {
        return compute(ends, megabits, window).refusal().orElseThrow().code();
    }

    private void book(PathEnds ends, long megabits, TimeWindow window) {
        Route route = found(ends, megabits, window);
        ledger.book(new Booking(LightpathId.random(), route, Bandwidth.ofMegabitsPerSecond(megabits), window));
    }

    private static PathEnds ends(String a, String b) {
        return new PathEnds(PortId.parse(a), PortId.parse(b));
    }
}
