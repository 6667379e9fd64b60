package org.vmturntable.traffic.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vmturntable.traffic.simulation.SimulatedGrid.AMSTERDAM;
import static org.vmturntable.traffic.simulation.SimulatedGrid.SANDIEGO;
import static org.vmturntable.traffic.simulation.SimulatedGrid.VM;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.guest.MoveProgress;
import org.vmturntable.traffic.residence.Residence;
import org.vmturntable.traffic.simulation.Killed;
import org.vmturntable.traffic.simulation.SimulatedGrid;

/** Whatever fails before the switchover: the guest goes on at its source, and nothing stays held. */
class TurningBackTest extends SimulatedMigration {
    @ParameterizedTest
    @EnumSource(
            value = FailureCode.class,
            names = {"NO_PATH", "BANDWIDTH_ABOVE_LINK", "TOKEN_EXPIRED", "TOKEN_FORGED", "TOKEN_OF_ANOTHER"})
    void keepsTheCauseWhenThePathIsRefused(FailureCode cause) {
        grid.broker.failNext(cause);
        assertRolledBack(service.start(SimulatedGrid.toSanDiego()), cause);
    }

    @Test
    void releasesTheBookingWhenAnElementCannotBeReached() {
        service.addListener(saga -> {
            if (saga.state() == MigrationState.RESERVED) {
                grid.broker.failNext(FailureCode.ELEMENT_UNREACHABLE);
            }
        });
        assertRolledBack(service.start(SimulatedGrid.toSanDiego()), FailureCode.ELEMENT_UNREACHABLE);
    }

    @Test
    void givesTheRoomBackWhenTheTokenIsRefused() {
        grid.authority.failNext(FailureCode.CALLER_NOT_PERMITTED);
        assertRolledBack(service.start(SimulatedGrid.toSanDiego()), FailureCode.CALLER_NOT_PERMITTED);
    }

    @Test
    void turnsBackWithoutAWaitWhenTheDestinationIsDown() {
        grid.sites.goDown();
        MigrationSaga saga = service.start(SimulatedGrid.toSanDiego());
        assertRolledBack(saga, FailureCode.SITE_UNREACHABLE);
        assertThat(service.get(saga.id()).total()).contains(Duration.ZERO);
    }

    @Test
    void turnsBackWhenTheDestinationHasNoRoom() {
        for (int other = 0; other < 4; other++) {
            grid.hypervisors.put(SANDIEGO, VmId.random(), GuestState.RUNNING);
        }
        assertRolledBack(service.start(SimulatedGrid.toSanDiego()), FailureCode.ROOM_EXHAUSTED);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureCode.class,
            names = {"PATH_LOST", "COPY_FAILED", "HYPERVISOR_FAILED"})
    void leavesTheGuestAtItsSourceWhenTheCopyFails(FailureCode cause) {
        grid.moverHere.failNextMove(cause);
        assertRolledBack(service.start(SimulatedGrid.toSanDiego()), cause);
    }

    @Test
    void leadsTheTrafficBackWhenTheCopyFailsAfterTheGuestHasResumedThere() {
        List<SiteId> entries = new ArrayList<>();
        service.addListener(saga -> {
            if (saga.state() == MigrationState.UNDOING) {
                entries.add(grid.tunnel.entry());
            }
        });
        grid.moverHere.failNextMoveAfterItsResume(FailureCode.COPY_FAILED);
        assertRolledBack(service.start(SimulatedGrid.toSanDiego()), FailureCode.COPY_FAILED);
        assertThat(entries).startsWith(SANDIEGO).endsWith(AMSTERDAM);
        assertThat(grid.ledgerHere.find(VM)).contains(Residence.here(VM, 2));

        MigrationSaga next = migrated();
        assertThat(next.order().epoch()).isEqualTo(3);
        assertThat(next.state()).isEqualTo(MigrationState.COMPLETED);
        assertThat(grid.tunnel.entry()).isEqualTo(SANDIEGO);
    }

    @Test
    void triesToLeadTheTrafficBackUntilTheEdgeTakesIt() {
        grid.moverHere.failNextMoveAfterItsResume(FailureCode.COPY_FAILED);
        grid.tunnel.refuse(3);
        assertRolledBack(service.start(SimulatedGrid.toSanDiego()), FailureCode.COPY_FAILED);
    }

    @Test
    void endsACopyThatOutlastsItsLeaseAndTurnsBack() {
        grid.broker.failExtensions(Optional.of(FailureCode.NO_PATH_IN_WINDOW));
        grid.moverHere.copyFor(Duration.ofMinutes(5));
        MigrationSaga saga = service.start(SimulatedGrid.toSanDiego());
        assertRolledBack(saga, FailureCode.WINDOW_ENDED);
        Instant leaseEnd =
                service.get(saga.id()).possessions().room().orElseThrow().until();
        assertThat(grid.clock.instant()).as("before the lightpath goes").isBefore(leaseEnd);
    }

    @Test
    void endsACopyThatOutlastsItsLeaseAlsoAfterARestart() {
        grid.broker.failExtensions(Optional.of(FailureCode.NO_PATH_IN_WINDOW));
        grid.moverHere.copyFor(Duration.ofMinutes(5));
        dieInTheMiddleOfTheCopy();
        grid.restart();
        grid.settle();
        MigrationSaga saga = grid.journal.latest(1).get(0);
        assertRolledBack(saga, FailureCode.WINDOW_ENDED);
    }

    @Test
    void doesNotBeginACopyWhenItsLeaseIsNearlyOver() {
        service.addListener(saga -> {
            if (saga.state() == MigrationState.RESERVED) {
                grid.clock.pass(Duration.ofSeconds(100));
            }
        });
        MigrationSaga saga = service.start(SimulatedGrid.toSanDiego());
        assertRolledBack(saga, FailureCode.WINDOW_ENDED);
        assertThat(service.get(saga.id()).steps()).extracting(StepRecord::step).doesNotContain(Step.MOVE_GUEST);
    }

    private void dieInTheMiddleOfTheCopy() {
        service.addListener(new MigrationListener() {
            @Override
            public void moved(MigrationSaga saga) {}

            @Override
            public void progressed(MigrationId migration, MoveProgress progress) {
                throw new Killed("in the middle of the copy");
            }
        });
        service.start(SimulatedGrid.toSanDiego());
        assertThatThrownBy(grid::settle).isInstanceOf(Killed.class);
    }
}
