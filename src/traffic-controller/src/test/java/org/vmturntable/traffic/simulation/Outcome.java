package org.vmturntable.traffic.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.migration.Holding;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.MigrationState;
import org.vmturntable.traffic.residence.Residence;

/** What must be true when a migration has ended. */
final class Outcome {
    private Outcome() {}

    static void requireSound(SimulatedGrid grid, MigrationSaga saga) {
        assertThat(saga.isFinal()).as("final: " + saga.state()).isTrue();
        switch (saga.state()) {
            case COMPLETED -> requireThere(grid, saga);
            case ROLLED_BACK -> requireHere(grid, saga);
            default -> requireHonest(grid, saga);
        }
    }

    private static void requireThere(SimulatedGrid grid, MigrationSaga saga) {
        requireRunningOnlyAt(grid, SimulatedGrid.SANDIEGO);
        requireNothingHeld(grid, saga);
        assertThat(grid.tunnel.entry()).isEqualTo(SimulatedGrid.SANDIEGO);
        assertThat(grid.tunnel.also()).isEmpty();
        assertThat(grid.ledgerHere.find(saga.vm()))
                .contains(Residence.left(saga.vm(), saga.order().epoch(), SimulatedGrid.SANDIEGO));
        assertThat(grid.ledgerThere.find(saga.vm()))
                .contains(Residence.here(saga.vm(), saga.order().epoch()));
    }

    private static void requireHere(SimulatedGrid grid, MigrationSaga saga) {
        requireRunningOnlyAt(grid, SimulatedGrid.AMSTERDAM);
        requireNothingHeld(grid, saga);
        assertThat(saga.failure()).isPresent();
        assertThat(grid.tunnel.entry()).isEqualTo(SimulatedGrid.AMSTERDAM);
        assertThat(grid.tunnel.also()).isEmpty();
        assertThat(grid.hypervisors.state(SimulatedGrid.SANDIEGO, saga.vm())).isEqualTo(GuestState.ABSENT);
        requireEdgeTakesTheGuestsRenewal(grid, saga);
    }

    /** A site tells the edges of its machines again and again, in the epoch that it knows. */
    private static void requireEdgeTakesTheGuestsRenewal(SimulatedGrid grid, MigrationSaga saga) {
        grid.ledgerHere
                .find(saga.vm())
                .ifPresent(residence -> grid.tunnel.take(SimulatedGrid.AMSTERDAM, residence.epoch()));
    }

    private static void requireNothingHeld(SimulatedGrid grid, MigrationSaga saga) {
        assertThat(saga.held()).isEmpty();
        assertThat(reallyHeld(grid)).isEmpty();
    }

    /** Stranded: the guest is safe, and whatever is held is named. */
    private static void requireHonest(SimulatedGrid grid, MigrationSaga saga) {
        assertThat(saga.state()).isEqualTo(MigrationState.STRANDED);
        assertThat(grid.hypervisors.runningAt(saga.vm())).hasSize(1);
        assertThat(saga.held()).containsAll(reallyHeld(grid));
        assertThat(saga.history().stranding()).isPresent();
    }

    private static void requireRunningOnlyAt(SimulatedGrid grid, SiteId site) {
        assertThat(grid.hypervisors.runningAt(SimulatedGrid.VM)).isEqualTo(List.of(site));
    }

    private static Set<Holding> reallyHeld(SimulatedGrid grid) {
        Set<Holding> held = EnumSet.noneOf(Holding.class);
        if (!grid.roomThere.holds().isEmpty()) {
            held.add(Holding.ROOM);
        }
        if (!grid.authority.valid().isEmpty()) {
            held.add(Holding.TOKEN);
        }
        if (!grid.broker.held().isEmpty()) {
            held.add(Holding.LIGHTPATH);
        }
        boolean runsHere = grid.hypervisors.runningAt(SimulatedGrid.VM).equals(List.of(SimulatedGrid.AMSTERDAM));
        if (runsHere
                && (grid.tunnel.entry().equals(SimulatedGrid.SANDIEGO)
                        || grid.tunnel.also().isPresent())) {
            held.add(Holding.TUNNEL);
        }
        return held;
    }
}
