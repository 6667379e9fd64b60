package org.vmturntable.traffic.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.traffic.simulation.SimulatedGrid.AMSTERDAM;
import static org.vmturntable.traffic.simulation.SimulatedGrid.VM;

import org.vmturntable.kernel.FailureCode;
import org.vmturntable.traffic.simulation.SimulatedGrid;

/** A simulated grid, a guest in Amsterdam, and what a test asks of its migration to San Diego. */
abstract class SimulatedMigration {
    final SimulatedGrid grid = new SimulatedGrid(1);
    final MigrationService service = grid.service();

    MigrationSaga migrated() {
        MigrationSaga saga = service.start(SimulatedGrid.toSanDiego());
        grid.settle();
        return service.get(saga.id());
    }

    void assertRolledBack(MigrationSaga begun, FailureCode cause) {
        grid.settle();
        MigrationSaga saga = service.get(begun.id());
        assertThat(saga.state()).isEqualTo(MigrationState.ROLLED_BACK);
        assertThat(saga.failure().map(Failure::code)).contains(cause);
        assertThat(saga.held()).isEmpty();
        assertThat(grid.hypervisors.runningAt(VM)).containsExactly(AMSTERDAM);
        assertThat(grid.roomThere.holds()).isEmpty();
        assertThat(grid.broker.held()).isEmpty();
        assertThat(grid.authority.valid()).isEmpty();
        assertThat(grid.tunnel.entry()).isEqualTo(AMSTERDAM);
    }
}
