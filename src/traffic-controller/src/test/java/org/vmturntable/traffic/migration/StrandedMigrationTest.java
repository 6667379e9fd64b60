package org.vmturntable.traffic.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.kernel.Failures.assertFails;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.simulation.SimulatedGrid;

class StrandedMigrationTest extends SimulatedMigration {
    @Test
    void strandsAtOnceWhenTheGuestIsLost() {
        grid.moverHere.failNextMove(FailureCode.GUEST_LOST);
        MigrationSaga saga = service.start(SimulatedGrid.toSanDiego());
        grid.settle();
        MigrationSaga stranded = service.get(saga.id());
        assertThat(stranded.state()).isEqualTo(MigrationState.STRANDED);
        assertThat(stranded.failure().map(Failure::code)).contains(FailureCode.GUEST_LOST);
        assertThat(stranded.history().stranding().map(Stranding::advice).orElse(""))
                .contains("amsterdam")
                .contains("sandiego");
        assertThat(stranded.total().orElseThrow()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void saysWhereAGuestIsToBeStartedAgainOfWhichAPartHasDiedAndGoesOnFromThere() {
        MigrationSaga stranded = cutOff();
        assertThat(stranded.state()).isEqualTo(MigrationState.STRANDED);
        assertThat(stranded.failure().map(Failure::code)).contains(FailureCode.GUEST_LOST);
        assertThat(stranded.history().stranding().map(Stranding::advice).orElse(""))
                .contains("End the guest at sandiego")
                .contains("start it again from its disks");
        assertThat(retriedWhenItRunsAt(stranded, SimulatedGrid.SANDIEGO)).isEqualTo(MigrationState.COMPLETED);
    }

    @Test
    void takesBackWhatItHeldForAGuestThatIsStartedAgainAtItsSource() {
        assertThat(retriedWhenItRunsAt(cutOff(), SimulatedGrid.AMSTERDAM)).isEqualTo(MigrationState.ROLLED_BACK);
    }

    private MigrationSaga cutOff() {
        grid.moverHere.failNextMove(FailureCode.GUEST_LOST);
        grid.moverThere.lackMemory(true);
        MigrationSaga saga = service.start(SimulatedGrid.toSanDiego());
        grid.settle();
        grid.hypervisors.put(SimulatedGrid.AMSTERDAM, SimulatedGrid.VM, GuestState.SHUT_OFF);
        grid.hypervisors.put(SimulatedGrid.SANDIEGO, SimulatedGrid.VM, GuestState.RUNNING);
        service.retry(saga.id());
        grid.settle();
        return service.get(saga.id());
    }

    private MigrationState retriedWhenItRunsAt(MigrationSaga stranded, SiteId place) {
        grid.moverThere.lackMemory(false);
        grid.hypervisors.put(SimulatedGrid.SANDIEGO, SimulatedGrid.VM, GuestState.ABSENT);
        grid.hypervisors.put(place, SimulatedGrid.VM, GuestState.RUNNING);
        service.retry(stranded.id());
        grid.settle();
        return service.get(stranded.id()).state();
    }

    @Test
    void saysWhatIsMissingOfAGuestThatHasSwitchedRatherThanThatItIsLost() {
        grid.moverHere.failNextMove(FailureCode.MEMORY_DIVIDED);
        MigrationSaga stranded = migrated();
        assertThat(stranded.state()).isEqualTo(MigrationState.STRANDED);
        assertThat(stranded.failure().map(Failure::code)).contains(FailureCode.MEMORY_DIVIDED);
    }

    @Test
    void aGuestThatWaitsWhenItsLightpathHasEndedGetsAnotherOne() {
        grid.moverHere.divideNextMove(Duration.ofMinutes(5));
        MigrationSaga stranded = migrated();
        assertThat(stranded.failure().map(Failure::code)).contains(FailureCode.MEMORY_DIVIDED);
        LightpathId first = stranded.possessions().lightpath().orElseThrow().id();
        grid.clock.pass(SimulatedGrid.LEASE.longest().plusHours(5));

        service.retry(stranded.id());
        grid.settle();
        MigrationSaga completed = service.get(stranded.id());
        assertThat(completed.state()).isEqualTo(MigrationState.COMPLETED);
        assertThat(completed.possessions().lightpath().orElseThrow().id()).isNotEqualTo(first);
        assertThat(grid.broker.held()).isEmpty();
        assertThat(grid.authority.valid()).isEmpty();
    }

    @Test
    void saysOnceWhyItGetsNoOtherAndAsksAgain() {
        grid.moverHere.divideNextMove(Duration.ofMinutes(5));
        MigrationSaga stranded = migrated();
        grid.clock.pass(SimulatedGrid.LEASE.longest());
        for (int retry = 0; retry < 3; retry++) {
            grid.broker.failNext(FailureCode.NO_PATH_IN_WINDOW);
            service.retry(stranded.id());
            grid.settle();
        }
        MigrationSaga waiting = service.get(stranded.id());
        assertThat(waiting.failure().map(Failure::code)).contains(FailureCode.MEMORY_DIVIDED);
        assertThat(waiting.steps())
                .filteredOn(step -> step.failure()
                        .filter(why -> why.code() == FailureCode.NO_PATH_IN_WINDOW)
                        .isPresent())
                .hasSize(1);
        service.retry(stranded.id());
        grid.settle();
        assertThat(service.get(stranded.id()).state()).isEqualTo(MigrationState.COMPLETED);
    }

    @Test
    void strandsWhenTheEdgeKeepsRefusingAndCompletesWhenRetried() {
        grid.tunnel.refuse(1000);
        MigrationSaga stranded = migrated();
        assertThat(stranded.state()).isEqualTo(MigrationState.STRANDED);
        assertThat(stranded.failure().map(Failure::code)).contains(FailureCode.TUNNEL_REFUSED);
        assertThat(stranded.held()).containsExactly(Holding.ROOM);

        grid.tunnel.refuse(0);
        service.retry(stranded.id());
        grid.settle();
        assertThat(service.get(stranded.id()).state()).isEqualTo(MigrationState.COMPLETED);
    }

    @Test
    void completesWhenTheTrafficFollowsALaterOrderAlready() throws Exception {
        grid.tunnel.refuse(1000);
        MigrationSaga stranded = migrated();
        assertThat(stranded.state()).isEqualTo(MigrationState.STRANDED);

        grid.tunnel.refuse(0);
        grid.tunnel.fromElsewhere().move(SimulatedGrid.VM, SimulatedGrid.SANDIEGO, 99);
        service.retry(stranded.id());
        grid.settle();
        assertThat(service.get(stranded.id()).state()).isEqualTo(MigrationState.COMPLETED);
    }

    @Test
    void takesUpEveryStrandedMigrationThatCanBe() {
        grid.tunnel.refuse(1000);
        MigrationSaga stranded = migrated();
        assertThat(stranded.state()).isEqualTo(MigrationState.STRANDED);

        grid.tunnel.refuse(0);
        service.retryStranded();
        grid.settle();

        assertThat(service.get(stranded.id()).state()).isEqualTo(MigrationState.COMPLETED);
        assertThat(grid.journal.stranded()).isEmpty();
    }

    @Test
    void refusesToRetryWhatIsNotStranded() {
        MigrationSaga done = migrated();
        assertFails(FailureCode.STATE_FORBIDS, () -> service.retry(done.id()));
    }
}
