package org.vmturntable.traffic.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.traffic.simulation.SimulatedGrid.AMSTERDAM;
import static org.vmturntable.traffic.simulation.SimulatedGrid.SANDIEGO;
import static org.vmturntable.traffic.simulation.SimulatedGrid.VM;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.simulation.Hypervisors;
import org.vmturntable.traffic.simulation.SimulatedGrid;
import org.vmturntable.traffic.site.HostingSites.RoomRequest;

class LandfallTest {
    private final SimulatedGrid grid = new SimulatedGrid(1);
    private final MigrationId migration = MigrationId.random();
    private final List<String> orders = new ArrayList<>();
    private final Landfall landfall = new Landfall(
            SANDIEGO, grid.roomThere, (vm, to, epoch) -> orders.add(vm + " to " + to + " in " + epoch), Runnable::run);

    @BeforeEach
    void theGuestIsElsewhere() {
        grid.hypervisors.put(AMSTERDAM, VM, GuestState.ABSENT);
    }

    @Test
    void letsTheTrafficFollowAGuestThatIsExpected() {
        hold();
        grid.roomThere.prepare(AMSTERDAM, migration, 7);
        landfall.resumed(VM);
        assertThat(orders).containsExactly(VM + " to " + SANDIEGO + " in 7");
    }

    @Test
    void leavesAloneAGuestThatNobodyAnnounced() {
        landfall.resumed(VmId.random());
        hold();
        landfall.resumed(VM);
        assertThat(orders).isEmpty();
    }

    @Test
    void leavesAnOrderThatFailsToTheSource() {
        hold();
        grid.roomThere.prepare(AMSTERDAM, migration, 7);
        Landfall refused = new Landfall(
                SANDIEGO,
                grid.roomThere,
                (vm, to, epoch) -> {
                    throw new GridException(FailureCode.TUNNEL_REFUSED, "As the test wants it");
                },
                Runnable::run);
        refused.resumed(VM);
        assertThat(grid.roomThere.expected(VM)).isPresent();
    }

    private void hold() {
        grid.roomThere.hold(
                AMSTERDAM,
                new RoomRequest(
                        migration,
                        AMSTERDAM,
                        Hypervisors.guest(VM, GuestState.RUNNING),
                        grid.clock.instant().plus(Duration.ofMinutes(1))));
    }
}
