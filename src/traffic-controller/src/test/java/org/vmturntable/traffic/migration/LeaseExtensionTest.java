package org.vmturntable.traffic.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.traffic.guest.MoveProgress;
import org.vmturntable.traffic.plan.Bounds;
import org.vmturntable.traffic.simulation.Killed;
import org.vmturntable.traffic.simulation.SimulatedGrid;

/** Copies that outlast what they were given at first. */
class LeaseExtensionTest extends SimulatedMigration {
    private static final Duration LONG = Duration.ofMinutes(18);

    @Test
    void aCopyThatIsLongerThanAnyLeaseEndsWellAndNothingIsHeld() {
        grid.moverHere.copyFor(LONG);
        MigrationSaga saga = migrated();
        assertThat(saga.state()).isEqualTo(MigrationState.COMPLETED);
        assertThat(extensions(saga))
                .hasSizeGreaterThan(2)
                .allSatisfy(step -> assertThat(step.failure()).isEmpty());
        assertThat(saga.possessions().leaseEnd().orElseThrow()).isAfter(saga.since());
        assertThat(grid.broker.held()).isEmpty();
        assertThat(grid.authority.valid()).isEmpty();
        assertThat(grid.roomThere.holds()).isEmpty();
    }

    @Test
    void isAskedForLongBeforeItIsNeededWhereTheNeedIsForeseen() {
        Bandwidth slow = Bandwidth.ofMegabitsPerSecond(3);
        grid.moverHere.copyFor(LONG);
        MigrationSaga begun = service.start(new MigrateCommand(
                SimulatedGrid.VM,
                SimulatedGrid.SANDIEGO,
                Optional.of(slow),
                Optional.empty(),
                Bounds.NONE,
                "CN=operator"));
        grid.settle();
        MigrationSaga saga = service.get(begun.id());
        assertThat(saga.state()).isEqualTo(MigrationState.COMPLETED);
        Duration third = SimulatedGrid.LEASE.longest().dividedBy(3);
        Instant firstEnd = begun.order().asked().plus(SimulatedGrid.LEASE.longest());
        assertThat(extensions(saga).get(0).started())
                .isBetween(firstEnd.minus(third), firstEnd.minus(third).plusSeconds(2));
    }

    @Test
    void aShortCopyAsksForNothingMore() {
        MigrationSaga saga = migrated();
        assertThat(saga.state()).isEqualTo(MigrationState.COMPLETED);
        assertThat(extensions(saga)).isEmpty();
    }

    @Test
    void goesOnWhileTheLeaseLastsAndSaysWhyItWasNotExtended() {
        grid.broker.failExtensions(Optional.of(FailureCode.NO_PATH_IN_WINDOW));
        grid.moverHere.copyFor(LONG);
        MigrationSaga begun = service.start(SimulatedGrid.toSanDiego());
        assertRolledBack(begun, FailureCode.WINDOW_ENDED);
        MigrationSaga saga = service.get(begun.id());
        assertThat(saga.failure().orElseThrow().message())
                .contains("could not be extended: Another has booked that time (NO_PATH_IN_WINDOW)");
        assertThat(extensions(saga)).as("said once").hasSize(1);
        assertThat(saga.possessions().leaseEnd().map(SimulatedGrid.LEASE::copyUntil))
                .as("used to its end")
                .get()
                .satisfies(end -> assertThat(
                                saga.steps().get(saga.steps().size() - 1).started())
                        .isBetween(end, end.plusSeconds(30)));
    }

    @Test
    void anExtensionThatIsRefusedAtFirstIsAskedForAgain() {
        grid.broker.failExtensions(Optional.of(FailureCode.NO_PATH_IN_WINDOW));
        service.addListener(saga -> {
            if (saga.history().refusedExtension().isPresent()) {
                grid.broker.failExtensions(Optional.empty());
            }
        });
        grid.moverHere.copyFor(LONG);
        MigrationSaga saga = migrated();
        assertThat(saga.state()).isEqualTo(MigrationState.COMPLETED);
        assertThat(saga.history().refusedExtension()).isEmpty();
    }

    @Test
    void endsACopyThatTakesLongerThanAMigrationMay() {
        grid.moverHere.copyFor(SimulatedGrid.LEASE.total().plusMinutes(1));
        MigrationSaga begun = service.start(SimulatedGrid.toSanDiego());
        assertRolledBack(begun, FailureCode.WINDOW_ENDED);
        assertThat(grid.clock.instant()).isBefore(begun.order().asked().plus(SimulatedGrid.LEASE.total()));
    }

    @Test
    void aRestartedContainerKnowsTheNewEndsAndExtendsThemFurther() {
        grid.moverHere.copyFor(LONG);
        dieWhen(saga -> !extensions(saga).isEmpty());
        grid.restart();
        MigrationSaga taken = grid.journal.latest(1).get(0);
        assertThat(taken.possessions().leaseEnd().orElseThrow())
                .isAfter(taken.order().asked().plus(SimulatedGrid.LEASE.of(taken.order())));
        grid.settle();
        MigrationSaga saga = grid.journal.latest(1).get(0);
        assertThat(saga.state()).isEqualTo(MigrationState.COMPLETED);
        assertThat(extensions(saga)).hasSizeGreaterThan(extensions(taken).size());
    }

    @Test
    void asksForNothingOnceTheGuestIsAboutToSwitch() {
        List<Instant> asked = new ArrayList<>();
        MigrationSaga begun = service.start(SimulatedGrid.toSanDiego());
        MigrationSaga copying = copying(begun);
        SagaKeeper keeper = new SagaKeeper(
                copying,
                grid.journal,
                new Patience(SimulatedGrid.terms().undo(), grid.clock, grid.clock::pass),
                saga -> asked.add(saga.since()));
        LeaseExtension extension = new LeaseExtension(
                SimulatedGrid.LEASE,
                grid.world,
                keeper,
                new Calls(begun.id(), grid.clock, Runnable::run, () -> false),
                new Outlooks(true),
                grid.clock,
                report -> {});
        grid.clock.pass(Duration.ofSeconds(90));
        extension.aboutToSwitch();
        extension.progressed(report(MoveProgress.Phase.PRE_COPY));
        extension.progressed(report(MoveProgress.Phase.SWITCHOVER));
        assertThat(asked).isEmpty();
        assertThat(keeper.saga()).isEqualTo(copying);
    }

    /** The migration in the middle of its copy, whose process has died. */
    private MigrationSaga copying(MigrationSaga begun) {
        dieWhen(saga -> true);
        return grid.journal.find(begun.id()).orElseThrow();
    }

    private void dieWhen(Predicate<MigrationSaga> now) {
        service.addListener(new MigrationListener() {
            @Override
            public void moved(MigrationSaga saga) {}

            @Override
            public void progressed(MigrationId migration, MoveProgress progress) {
                if (now.test(service.get(migration))) {
                    throw new Killed("in the middle of the copy");
                }
            }
        });
        if (grid.journal.latest(1).isEmpty()) {
            service.start(SimulatedGrid.toSanDiego());
        }
        assertThatThrownBy(grid::settle).isInstanceOf(Killed.class);
    }

    private static MoveProgress report(MoveProgress.Phase phase) {
        return new MoveProgress(phase, 1, Bytes.ZERO, Bytes.ofMebibytes(200), Bytes.ofMebibytes(200), 1);
    }

    private static List<StepRecord> extensions(MigrationSaga saga) {
        return saga.steps().stream()
                .filter(step -> step.step() == Step.EXTEND_LEASE)
                .toList();
    }
}
