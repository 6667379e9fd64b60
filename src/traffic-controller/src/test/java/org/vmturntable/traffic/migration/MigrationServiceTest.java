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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.guest.MoveProgress;
import org.vmturntable.traffic.residence.Residence;
import org.vmturntable.traffic.simulation.Hypervisors;
import org.vmturntable.traffic.simulation.Killed;
import org.vmturntable.traffic.simulation.SimulatedGrid;
import org.vmturntable.traffic.site.HostingSites.RoomRequest;

class MigrationServiceTest {
    private final SimulatedGrid grid = new SimulatedGrid(1);
    private final MigrationService service = grid.service();

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
                        Step.SWITCH_ELEMENTS,
                        Step.PREPARE_ARRIVAL,
                        Step.MOVE_GUEST,
                        Step.MOVE_TUNNEL,
                        Step.RELEASE_LIGHTPATH,
                        Step.REVOKE_TOKEN,
                        Step.SETTLE_GUEST);
        assertThat(done.steps().get(0).given()).containsEntry("until", "2005-09-26T09:01:04Z");
        assertThat(done.steps().get(2).given()).containsEntry("hops", "amsterdam:client-1 sandiego:client-1");
        assertThat(done.steps().get(3).given()).containsEntry("elements", "3");
        assertThat(done.steps().get(5).given())
                .containsEntry("bytes", Long.toString(Bytes.ofMebibytes(90).value()));
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
    void answersARepeatedRequestWithTheSameMigration() {
        MigrateCommand command = named("seven");
        MigrationId first = service.start(command).id();
        assertThat(service.start(command).id()).isEqualTo(first);
        grid.settle();
        assertThat(service.start(command).id()).isEqualTo(first);
    }

    @Test
    void refusesARequestIdThatWasUsedForSomethingElse() {
        service.start(named("seven"));
        MigrateCommand other = new MigrateCommand(
                VM, SANDIEGO, Optional.of(Bandwidth.ofMegabitsPerSecond(100)), Optional.of("seven"), "CN=operator");
        assertRefused(FailureCode.REQUEST_REUSED, () -> service.start(other));
    }

    @Test
    void refusesAVmThatIsMigratingAlready() {
        service.start(SimulatedGrid.toSanDiego());
        assertRefused(FailureCode.VM_ALREADY_MIGRATING, () -> service.start(SimulatedGrid.toSanDiego()));
    }

    @Test
    void refusesAnUnknownVm() {
        assertRefused(FailureCode.VM_UNKNOWN, () -> service.start(command(VmId.random(), SANDIEGO)));
    }

    @Test
    void refusesAnUnknownSite() {
        assertRefused(FailureCode.SITE_UNKNOWN, () -> service.start(command(VM, new SiteId("atlantis"))));
    }

    @Test
    void refusesTheSiteWhereTheVmIs() {
        assertRefused(FailureCode.SAME_SITE, () -> service.start(command(VM, AMSTERDAM)));
    }

    @Test
    void refusesAVmThatDoesNotRun() {
        grid.hypervisors.put(AMSTERDAM, VM, GuestState.PAUSED);
        assertRefused(FailureCode.VM_NOT_RUNNING, () -> service.start(SimulatedGrid.toSanDiego()));
    }

    @Test
    void refusesABandwidthOfZero() {
        MigrateCommand command =
                new MigrateCommand(VM, SANDIEGO, Optional.of(Bandwidth.ZERO), Optional.empty(), "CN=operator");
        assertRefused(FailureCode.BANDWIDTH_NOT_POSITIVE, () -> service.start(command));
    }

    @Test
    void saysWhereAVmWentThatHasMoved() {
        migrated();
        assertRefused(FailureCode.VM_ALREADY_THERE, () -> service.start(SimulatedGrid.toSanDiego()));
        assertThatThrownBy(() -> service.start(command(VM, new SiteId("chicago"))))
                .isInstanceOfSatisfying(
                        GridException.class, e -> assertThat(e.details()).containsEntry("movedTo", "sandiego"));
    }

    @Test
    void saysThatAMigrationIsUnknown() {
        assertRefused(FailureCode.MIGRATION_UNKNOWN, () -> service.get(MigrationId.random()));
        assertRefused(FailureCode.MIGRATION_UNKNOWN, () -> service.cancel(MigrationId.random()));
    }

    @Test
    void beginsNothingAfterItWasClosedAndGoesOnAtTheNextStart() {
        service.start(SimulatedGrid.toSanDiego());
        service.close();
        assertRefused(FailureCode.SHUTTING_DOWN, () -> service.start(SimulatedGrid.toSanDiego()));
        grid.settle();
        assertThat(grid.journal.unfinished()).hasSize(1);
        grid.restart();
        grid.settle();
        assertThat(grid.journal.latest(1).get(0).state()).isEqualTo(MigrationState.ROLLED_BACK);
    }

    @ParameterizedTest
    @EnumSource(
            value = MigrationState.class,
            names = {"REQUESTED", "ROOM_HELD", "AUTHORISED", "RESERVED", "LIGHTPATH_UP", "ARRIVAL_PREPARED"})
    void turnsBackWhenCancelledBeforeTheCopy(MigrationState when) {
        cancelIn(when);
        assertRolledBack(service.start(SimulatedGrid.toSanDiego()), FailureCode.CANCELLED);
    }

    @Test
    void turnsBackWhenCancelledDuringTheCopyThoughTheHypervisorHadNotBegun() {
        cancelIn(MigrationState.COPYING);
        assertRolledBack(service.start(SimulatedGrid.toSanDiego()), FailureCode.CANCELLED);
    }

    @ParameterizedTest
    @EnumSource(
            value = MigrationState.class,
            names = {"SWITCHED_OVER", "TUNNEL_MOVED", "SETTLED", "COMPLETED"})
    void refusesToCancelAfterTheSwitchover(MigrationState when) {
        List<FailureCode> refusals = new ArrayList<>();
        service.addListener(saga -> {
            if (saga.state() == when) {
                assertRefused(FailureCode.STATE_FORBIDS, () -> service.cancel(saga.id()));
                refusals.add(FailureCode.STATE_FORBIDS);
            }
        });
        assertThat(migrated().state()).isEqualTo(MigrationState.COMPLETED);
        assertThat(refusals).isNotEmpty();
    }

    @Test
    void takesARepeatedCancelForTheSame() {
        MigrationSaga saga = service.start(SimulatedGrid.toSanDiego());
        service.cancel(saga.id());
        service.cancel(saga.id());
        assertRolledBack(saga, FailureCode.CANCELLED);
        assertThat(service.cancel(saga.id()).state()).isEqualTo(MigrationState.ROLLED_BACK);
    }

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

    @Test
    void refusesAGuestThatTheLongestLeaseIsTooShortFor() {
        MigrateCommand command = new MigrateCommand(
                VM, SANDIEGO, Optional.of(Bandwidth.ofMegabitsPerSecond(5)), Optional.empty(), "CN=operator");
        assertRefused(FailureCode.COPY_TOO_LONG, () -> service.start(command));
        assertThat(grid.journal.latest(1)).isEmpty();
    }

    @Test
    void endsACopyThatOutlastsItsLeaseAndTurnsBack() {
        grid.moverHere.copyFor(Duration.ofMinutes(5));
        MigrationSaga saga = service.start(SimulatedGrid.toSanDiego());
        assertRolledBack(saga, FailureCode.WINDOW_ENDED);
        Instant leaseEnd =
                service.get(saga.id()).possessions().room().orElseThrow().until();
        assertThat(grid.clock.instant()).as("before the lightpath goes").isBefore(leaseEnd);
    }

    @Test
    void endsACopyThatOutlastsItsLeaseAlsoAfterARestart() {
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
                grid.clock.pass(Duration.ofSeconds(40));
            }
        });
        MigrationSaga saga = service.start(SimulatedGrid.toSanDiego());
        assertRolledBack(saga, FailureCode.WINDOW_ENDED);
        assertThat(service.get(saga.id()).steps()).extracting(StepRecord::step).doesNotContain(Step.MOVE_GUEST);
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
        assertThat(done.steps()).hasSize(10);
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
    void movesTheTunnelAgainUntilTheEdgeTakesIt() {
        grid.tunnel.refuse(3);
        assertThat(migrated().state()).isEqualTo(MigrationState.COMPLETED);
        assertThat(grid.tunnel.entry()).isEqualTo(SANDIEGO);
    }

    @Test
    void strandsWhenTheEdgeKeepsRefusingAndCompletesWhenRetried() {
        grid.tunnel.refuse(1000);
        MigrationSaga stranded = migrated();
        assertThat(stranded.state()).isEqualTo(MigrationState.STRANDED);
        assertThat(stranded.failure().map(Failure::code)).contains(FailureCode.TUNNEL_REFUSED);
        assertThat(stranded.held()).containsExactly(Holding.ROOM, Holding.TOKEN, Holding.LIGHTPATH);

        grid.tunnel.refuse(0);
        service.retry(stranded.id());
        grid.settle();
        assertThat(service.get(stranded.id()).state()).isEqualTo(MigrationState.COMPLETED);
    }

    @Test
    void refusesToRetryWhatIsNotStranded() {
        MigrationSaga done = migrated();
        assertRefused(FailureCode.STATE_FORBIDS, () -> service.retry(done.id()));
    }

    @Test
    void willNotMoveOnAGuestWhoseArrivalIsNotSettled() {
        grid.roomHere.hold(
                SANDIEGO,
                new RoomRequest(
                        MigrationId.random(),
                        SANDIEGO,
                        Hypervisors.guest(ARRIVING, GuestState.RUNNING),
                        grid.clock.instant().plusSeconds(60)));
        grid.hypervisors.put(AMSTERDAM, ARRIVING, GuestState.RUNNING);
        assertRefused(FailureCode.VM_ALREADY_MIGRATING, () -> service.start(command(ARRIVING, SANDIEGO)));
    }

    private static final VmId ARRIVING = VmId.parse("00000000-0000-4000-8000-000000000002");

    private MigrationSaga migrated() {
        MigrationSaga saga = service.start(SimulatedGrid.toSanDiego());
        grid.settle();
        return service.get(saga.id());
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

    private void cancelIn(MigrationState state) {
        service.addListener(saga -> {
            if (saga.state() == state && !saga.history().cancelAsked()) {
                service.cancel(saga.id());
            }
        });
    }

    private void assertRolledBack(MigrationSaga begun, FailureCode cause) {
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

    private static MigrateCommand named(String request) {
        return new MigrateCommand(VM, SANDIEGO, Optional.empty(), Optional.of(request), "CN=operator");
    }

    private static MigrateCommand command(VmId vm, SiteId destination) {
        return new MigrateCommand(vm, destination, Optional.empty(), Optional.empty(), "CN=operator");
    }

    private static void assertRefused(FailureCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        GridException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
