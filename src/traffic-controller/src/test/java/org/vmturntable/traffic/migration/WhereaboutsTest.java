package org.vmturntable.traffic.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.traffic.simulation.SimulatedGrid.AMSTERDAM;
import static org.vmturntable.traffic.simulation.SimulatedGrid.SANDIEGO;
import static org.vmturntable.traffic.simulation.SimulatedGrid.VM;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.traffic.guest.Convergence;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.guest.MoveOrder;
import org.vmturntable.traffic.plan.Planned;
import org.vmturntable.traffic.simulation.Hypervisors;
import org.vmturntable.traffic.simulation.SimulatedGrid;
import org.vmturntable.traffic.site.HostingSites.RoomRequest;

class WhereaboutsTest {
    private final SimulatedGrid grid = new SimulatedGrid(1);

    @ParameterizedTest
    @CsvSource({
        "RUNNING,    ABSENT,   HERE",
        "RUNNING,    ARRIVING, HERE",
        "RUNNING,    PAUSED,   HERE",
        "ABSENT,     RUNNING,  THERE",
        "SHUT_OFF,   RUNNING,  THERE",
        "SHUT_OFF,   ABSENT,   HERE",
        "PAUSED,     ABSENT,   HERE",
        // part of its memory may still be here
        "PAUSED,     RUNNING,  UNCLEAR",
        "PAUSED,     ARRIVING, UNCLEAR",
        "SHUT_OFF,   PAUSED,   UNCLEAR",
        // it runs there perhaps, and what it lacks has died here
        "SHUT_OFF,   ARRIVING, UNCLEAR",
        "ABSENT,     ABSENT,   UNCLEAR",
        "ABSENT,     ARRIVING, UNCLEAR",
        "ABSENT,     PAUSED,   UNCLEAR",
        "MOVING_OUT, ARRIVING, UNCLEAR"
    })
    void decidesOnlyWhenBothAnswersAdmitOfOnePlace(GuestState here, GuestState there, Whereabouts.Place place) {
        MigrationOrder order = order();
        grid.sites.hold(
                SANDIEGO,
                new RoomRequest(
                        order.id(), AMSTERDAM, order.guest(), order.asked().plusSeconds(60)));
        grid.hypervisors.put(AMSTERDAM, VM, here);
        grid.hypervisors.put(SANDIEGO, VM, there);
        Whereabouts whereabouts = new Whereabouts(grid.moverHere, grid.sites, progress -> {});
        MoveOrder copy = new MoveOrder(
                VM,
                URI.create("qemu+tls://sandiego/system"),
                URI.create("tcp://sandiego"),
                Optional.empty(),
                order.bandwidth(),
                Convergence.UNPLANNED);
        assertThat(whereabouts.ask(order, copy)).isEqualTo(place);
    }

    private MigrationOrder order() {
        return new MigrationOrder(
                MigrationId.random(),
                Optional.empty(),
                "CN=operator",
                Hypervisors.guest(VM, GuestState.RUNNING),
                AMSTERDAM,
                SANDIEGO,
                Bandwidth.ofMegabitsPerSecond(900),
                1,
                Planned.NOT,
                grid.clock.instant());
    }
}
