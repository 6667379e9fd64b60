package org.vmturntable.traffic.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.kernel.Failures.assertFails;
import static org.vmturntable.traffic.simulation.SimulatedGrid.AMSTERDAM;
import static org.vmturntable.traffic.simulation.SimulatedGrid.SANDIEGO;
import static org.vmturntable.traffic.simulation.SimulatedGrid.VM;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.plan.Blackout;
import org.vmturntable.traffic.plan.Bounds;
import org.vmturntable.traffic.plan.MigrationPlan;
import org.vmturntable.traffic.plan.Strategy;
import org.vmturntable.traffic.simulation.SimulatedGrid;

/** What is said before a migration begins, and what is made of it. */
class PlanningTest extends SimulatedMigration {
    private static final Duration HALF_THE_WAY = Duration.ofMillis(99);

    @BeforeEach
    void idle() {
        grid.moverHere.writes(new Bytes(100_000));
    }

    @Test
    void saysWhatAMigrationWouldCostAndHoldsNothing() {
        Proposal proposal = service.plan(SimulatedGrid.toSanDiego());
        assertThat(proposal.plan().strategy()).isEqualTo(Strategy.PRECOPY_THEN_POSTCOPY);
        assertThat(proposal.path().oneWay()).isEqualTo(HALF_THE_WAY);
        assertThat(proposal.plan().blackout().expected()).isGreaterThan(HALF_THE_WAY);
        assertThat(proposal.written()).hasSize(2);
        assertThat(grid.journal.latest(1)).isEmpty();
        assertThat(grid.roomThere.holds()).isEmpty();
    }

    @Test
    void refusesABoundThatCannotBeKeptBeforeAnythingIsReserved() {
        MigrateCommand command = within(Duration.ofMillis(99));
        assertFails(FailureCode.BOUND_IMPOSSIBLE, () -> service.plan(command));
        assertFails(FailureCode.BOUND_IMPOSSIBLE, () -> service.start(command));
        assertThat(grid.journal.latest(1)).isEmpty();
        assertThat(grid.roomThere.holds()).isEmpty();
        assertThat(grid.broker.held()).isEmpty();
    }

    @Test
    void showsTheBoundBesideTheOutcome() {
        Duration wished = Duration.ofMillis(900);
        MigrationSaga begun = service.start(within(wished));
        Blackout promised = begun.figures().predicted().orElseThrow();
        assertThat(promised.bound()).isBetween(HALF_THE_WAY, wished);
        grid.settle();
        MigrationSaga done = service.get(begun.id());
        assertThat(done.state()).isEqualTo(MigrationState.COMPLETED);
        assertThat(done.figures().predicted()).contains(promised);
        assertThat(done.figures().blackout()).isPresent();
        assertThat(done.order().planned().bounds().maxBlackout()).contains(wished);
    }

    @Test
    void predictsTheBlackoutOfAGuestThatNobodyMeasured() {
        MigrationSaga begun = service.start(SimulatedGrid.toSanDiego());
        assertThat(begun.figures().predicted()).isEmpty();
        grid.settle();
        assertThat(service.get(begun.id()).figures().predicted()).isPresent();
        assertThat(grid.moverHere.looks()).isZero();
    }

    @Test
    void goesByAPlanThatWasMadeAMomentAgo() {
        Proposal proposal = service.plan(SimulatedGrid.toSanDiego());
        MigrationSaga begun = service.start(SimulatedGrid.toSanDiego());
        assertThat(begun.order().planned().plan()).contains(proposal.plan());
        assertThat(grid.moverHere.looks()).isEqualTo(1);
        assertThat(proposal.lease()).isBetween(Duration.ofSeconds(122), Duration.ofSeconds(124));
        grid.settle();
        assertThat(service.get(begun.id()).steps().get(0).given())
                .containsEntry(
                        "until", begun.order().asked().plus(proposal.lease()).toString());
    }

    @Test
    void measuresAgainWhenThePlanIsOld() {
        service.plan(SimulatedGrid.toSanDiego());
        grid.clock.pass(Duration.ofMinutes(5));
        service.start(within(Duration.ofMillis(900)));
        assertThat(grid.moverHere.looks()).isEqualTo(2);
    }

    @Test
    void admitsALargeGuestThatHardlyWrites() {
        grid.moverHere.writes(new Bytes(10_000));
        // two passes of 200 MB would take longer than a migration may
        Optional<Bandwidth> slow = Optional.of(Bandwidth.ofMegabitsPerSecond(2));
        MigrateCommand command = new MigrateCommand(VM, SANDIEGO, slow, Optional.empty(), Bounds.NONE, "CN=operator");
        assertFails(FailureCode.COPY_TOO_LONG, () -> service.start(command));
        MigrationPlan plan = service.plan(command).plan();
        assertThat(service.start(command).order().planned().plan()).contains(plan);
    }

    @Test
    void refusesAGuestWhoseCopyIsPredictedToTakeLongerThanAMigrationMay() {
        grid.moverHere.writes(Bytes.ofMebibytes(100));
        MigrateCommand command = new MigrateCommand(
                VM,
                SANDIEGO,
                Optional.of(Bandwidth.ofMegabitsPerSecond(2)),
                Optional.empty(),
                Bounds.NONE,
                "CN=operator");
        assertFails(FailureCode.COPY_TOO_LONG, () -> service.plan(command));
    }

    @Test
    void turnsBackWhenThePathThatIsBookedCannotKeepTheBound() {
        MigrationSaga begun = service.start(within(Duration.ofMillis(250)));
        grid.broker.stretchTo(Duration.ofMillis(600));
        assertRolledBack(begun, FailureCode.BOUND_IMPOSSIBLE);
    }

    @Test
    void promisesNothingOverAPathOfUnknownLength() {
        grid.broker.stretchTo(Duration.ZERO);
        assertFails(FailureCode.BOUND_IMPOSSIBLE, () -> service.plan(SimulatedGrid.toSanDiego()));
        assertThat(migrated().figures().predicted()).isEmpty();
    }

    @Test
    void refusesADeadlineThatCannotBeMet() {
        Instant soon = grid.clock.instant().plusSeconds(2);
        Bounds bounds = new Bounds(Optional.empty(), Optional.of(soon));
        assertFails(FailureCode.BOUND_IMPOSSIBLE, () -> service.start(command(SANDIEGO, bounds)));
    }

    @Test
    void saysWhatStandsInTheWayAsAMigrationWould() {
        assertFails(FailureCode.SAME_SITE, () -> service.plan(command(AMSTERDAM, Bounds.NONE)));
        assertFails(FailureCode.SITE_UNKNOWN, () -> service.plan(command(new SiteId("atlantis"), Bounds.NONE)));
        grid.broker.failNext(FailureCode.NO_PATH);
        assertFails(FailureCode.NO_PATH, () -> service.plan(SimulatedGrid.toSanDiego()));
        grid.hypervisors.put(AMSTERDAM, VM, GuestState.PAUSED);
        assertFails(FailureCode.VM_NOT_RUNNING, () -> service.plan(SimulatedGrid.toSanDiego()));
    }

    @Test
    void answersARepeatedRequestOnlyIfItsBoundIsTheSame() {
        Bounds bounds = new Bounds(Optional.of(Duration.ofMillis(900)), Optional.empty());
        MigrateCommand first =
                new MigrateCommand(VM, SANDIEGO, Optional.empty(), Optional.of("seven"), bounds, "CN=operator");
        MigrateCommand other =
                new MigrateCommand(VM, SANDIEGO, Optional.empty(), Optional.of("seven"), Bounds.NONE, "CN=operator");
        assertThat(service.start(first).id()).isEqualTo(service.start(first).id());
        assertFails(FailureCode.REQUEST_REUSED, () -> service.start(other));
    }

    @Test
    void readsBackFromTheJournalWhatWasPromised() {
        MigrationSaga begun = service.start(within(Duration.ofMillis(900)));
        assertThat(MigrationSagaJson.read(MigrationSagaJson.write(begun))).isEqualTo(begun);
    }

    private static MigrateCommand within(Duration maxBlackout) {
        return command(SANDIEGO, new Bounds(Optional.of(maxBlackout), Optional.empty()));
    }

    private static MigrateCommand command(SiteId to, Bounds bounds) {
        return new MigrateCommand(VM, to, Optional.empty(), Optional.empty(), bounds, "CN=operator");
    }
}
