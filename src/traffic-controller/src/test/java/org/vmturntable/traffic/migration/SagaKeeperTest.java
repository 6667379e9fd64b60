package org.vmturntable.traffic.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.vmturntable.traffic.simulation.SimulatedGrid;

class SagaKeeperTest {
    private final SimulatedGrid grid = new SimulatedGrid(1);
    private final MigrationSaga saga = grid.service().start(SimulatedGrid.toSanDiego());
    private final List<MigrationSaga> seen = new ArrayList<>();
    private final SagaKeeper keeper = new SagaKeeper(
            saga,
            grid.journal,
            new Patience(SimulatedGrid.terms().undo(), grid.clock, this::lookFromElsewhere),
            next -> {});

    @Test
    void tellsHowTheMigrationStandsWhileItsNextStateCannotBeWritten() {
        grid.journal.takeNothing(true);
        MigrationSaga next = keeper.apply(s -> s.askedToCancel(grid.clock.instant()));
        assertThat(seen).containsExactly(saga);
        assertThat(keeper.saga()).isEqualTo(next);
    }

    private void lookFromElsewhere(Duration rest) {
        seen.add(CompletableFuture.supplyAsync(keeper::saga)
                .orTimeout(10, TimeUnit.SECONDS)
                .join());
        grid.journal.takeNothing(false);
    }
}
