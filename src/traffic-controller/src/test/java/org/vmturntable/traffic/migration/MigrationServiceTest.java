package org.vmturntable.traffic.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.kernel.Failures.assertFails;
import static org.vmturntable.traffic.simulation.SimulatedGrid.AMSTERDAM;
import static org.vmturntable.traffic.simulation.SimulatedGrid.SANDIEGO;
import static org.vmturntable.traffic.simulation.SimulatedGrid.VM;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.traffic.simulation.SimulatedGrid;

class MigrationServiceTest extends SimulatedMigration {
    @Test
    void answersAtOnceAndCompletesLater() {
        MigrationSaga begun = service.start(SimulatedGrid.toSanDiego());
        assertThat(begun.state()).isEqualTo(MigrationState.REQUESTED);

        grid.settle();

        MigrationSaga done = service.get(begun.id());
        assertThat(done.state()).isEqualTo(MigrationState.COMPLETED);
        assertThat(done.failure()).isEmpty();
        assertThat(done.held()).isEmpty();
        assertThat(grid.hypervisors.runningAt(VM)).containsExactly(SANDIEGO);
        assertThat(grid.tunnel.entry()).isEqualTo(SANDIEGO);
    }

    @Test
    void recordsEachStepWithWhatWasGiven() {
        MigrationSaga done = migrated();
        assertThat(done.steps())
                .extracting(StepRecord::step)
                .containsExactly(
                        Step.HOLD_ROOM,
                        Step.AUTHORISE,
                        Step.RESERVE_LIGHTPATH,
                        Step.PREPARE_ARRIVAL,
                        Step.SWITCH_ELEMENTS,
                        Step.BICAST_TRAFFIC,
                        Step.MOVE_GUEST,
                        Step.MOVE_TUNNEL,
                        Step.RELEASE_LIGHTPATH,
                        Step.REVOKE_TOKEN,
                        Step.SETTLE_GUEST);
        assertThat(done.steps().get(0).given()).containsEntry("until", "2005-09-26T09:02:04Z");
        assertThat(done.steps().get(2).given()).containsEntry("hops", "amsterdam:client-1 sandiego:client-1");
        assertThat(done.steps().get(4).given()).containsEntry("elements", "3");
        assertThat(done.steps().get(6).given())
                .containsEntry("bytes", Long.toString(Bytes.ofMebibytes(90).value()));
    }

    @Test
    void leavesTheGuestWhereItIsIfItsTrafficCannotBeSentBothWays() {
        grid.tunnel.refuseBicast();
        MigrationSaga back = migrated();
        assertRolledBack(back, FailureCode.TUNNEL_REFUSED);
        assertThat(grid.hypervisors.runningAt(VM)).containsExactly(AMSTERDAM);
    }

    @Test
    void measuresTheBlackoutFromStopToResume() {
        MigrationSaga done = migrated();
        assertThat(done.figures().blackout()).contains(Duration.ofMillis(650));
        assertThat(done.figures().moved()).isEqualTo(Bytes.ofMebibytes(90));
        assertThat(done.roundTrip()).contains(Duration.ofMillis(198));
        assertThat(done.total()).isPresent();
    }

    @Test
    void doesNotTakeAStopOfAnEarlierStayForThisMoves() {
        grid.hypervisors.sawStop(VM, grid.clock.instant().minusSeconds(3600));
        grid.moverHere.seeNoMoreStops();
        MigrationSaga done = migrated();
        assertThat(done.state()).isEqualTo(MigrationState.COMPLETED);
        assertThat(done.figures().resumed()).isPresent();
        assertThat(done.figures().blackout()).isEmpty();
    }

    @Test
    void tellsListenersEachRevisionOnceAndInOrder() {
        List<Long> revisions = new ArrayList<>();
        service.addListener(saga -> revisions.add(saga.revision()));
        MigrationSaga done = migrated();
        assertThat(revisions).isSorted().doesNotHaveDuplicates().startsWith(0L).endsWith(done.revision());
        assertThat(revisions).hasSize((int) done.revision() + 1);
    }

    @Test
    void goesOnWhenAListenerFails() {
        service.addListener(saga -> {
            throw new IllegalStateException("a listener's defect");
        });
        assertThat(migrated().state()).isEqualTo(MigrationState.COMPLETED);
    }

    @Test
    void movesTheTunnelAgainUntilTheEdgeTakesIt() {
        grid.tunnel.refuse(3);
        assertThat(migrated().state()).isEqualTo(MigrationState.COMPLETED);
        assertThat(grid.tunnel.entry()).isEqualTo(SANDIEGO);
    }

    @Test
    void saysThatAMigrationIsUnknown() {
        assertFails(FailureCode.MIGRATION_UNKNOWN, () -> service.get(MigrationId.random()));
        assertFails(FailureCode.MIGRATION_UNKNOWN, () -> service.cancel(MigrationId.random()));
    }

    @Test
    void beginsNothingAfterItWasClosedAndGoesOnAtTheNextStart() {
        service.start(SimulatedGrid.toSanDiego());
        service.close();
        assertFails(FailureCode.SHUTTING_DOWN, () -> service.start(SimulatedGrid.toSanDiego()));
        grid.settle();
        assertThat(grid.journal.unfinished()).hasSize(1);
        grid.restart();
        grid.settle();
        assertThat(grid.journal.latest(1).get(0).state()).isEqualTo(MigrationState.ROLLED_BACK);
    }

    @Test
    void takesUpWhatAFailingStoreHasStopped() {
        service.addListener(saga -> grid.journal.takeNothing(saga.state() == MigrationState.RESERVED));
        MigrationSaga saga = service.start(SimulatedGrid.toSanDiego());
        grid.settle();
        assertThat(grid.journal.unfinished()).extracting(MigrationSaga::id).containsExactly(saga.id());
        grid.journal.takeNothing(false);

        service.recover();

        assertRolledBack(saga, FailureCode.SHUTTING_DOWN);
    }

    @Test
    void leavesAloneWhatIsDrivenAlready() {
        grid.journal.afterEachWrite(service::recover);
        MigrationSaga done = migrated();
        assertThat(done.state()).isEqualTo(MigrationState.COMPLETED);
        assertThat(done.steps()).hasSize(11);
    }
}
