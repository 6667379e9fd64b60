package org.vmturntable.traffic.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.kernel.Failures.assertFails;
import static org.vmturntable.traffic.simulation.SimulatedGrid.AMSTERDAM;
import static org.vmturntable.traffic.simulation.SimulatedGrid.SANDIEGO;
import static org.vmturntable.traffic.simulation.SimulatedGrid.VM;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.GuestDisk;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.residence.Residence;
import org.vmturntable.traffic.simulation.Hypervisors;
import org.vmturntable.traffic.simulation.SimulatedGrid;
import org.vmturntable.traffic.site.Arrival;
import org.vmturntable.traffic.site.HostingSites.RoomRequest;
import org.vmturntable.traffic.site.Room;

/** San Diego as a host: 2 GiB and 4 processors; the guest has 200 MiB and one. */
class HostingRoomTest {
    private static final String BASE = "b".repeat(64);

    private final SimulatedGrid grid = new SimulatedGrid(1);
    private final HostingRoom room = grid.roomThere;
    private final MigrationId migration = MigrationId.random();

    @BeforeEach
    void theGuestIsElsewhere() {
        grid.hypervisors.put(AMSTERDAM, VM, GuestState.ABSENT);
    }

    @Test
    void countsAHoldAsTaken() {
        hold(migration, VM);
        assertThat(room.free().memory()).isEqualTo(Bytes.ofMebibytes(1848));
        assertThat(room.free().virtualCpus()).isEqualTo(3);
    }

    @Test
    void countsAGuestOnceThatIsHereAndHeldFor() {
        hold(migration, VM);
        grid.hypervisors.put(SANDIEGO, VM, GuestState.ARRIVING);
        assertThat(room.free().virtualCpus()).isEqualTo(3);
    }

    @Test
    void answersARepeatedHoldWithTheSameLease() {
        Instant until = hold(migration, VM);
        grid.clock.pass(Duration.ofSeconds(5));
        assertThat(hold(migration, VM)).isEqualTo(until);
        assertThat(room.holds()).hasSize(1);
    }

    @Test
    void refusesWhatDoesNotFit() {
        for (int guest = 0; guest < 4; guest++) {
            hold(MigrationId.random(), VmId.random());
        }
        assertFails(FailureCode.ROOM_EXHAUSTED, () -> hold(migration, VM));
    }

    @Test
    void holdsNothingForAGuestWhoseBaseImageIsNotHere() {
        assertFails(FailureCode.BASE_IMAGE_UNKNOWN, () -> room.hold(AMSTERDAM, withDisk(migration, 1)));
        assertThat(room.holds()).isEmpty();
    }

    @Test
    void holdsRoomForDisksWhoseBaseImageIsHereAndRemembersThem() {
        grid.moverThere.images.put(BASE);
        RoomRequest request = withDisk(migration, 60);
        room.hold(AMSTERDAM, request);
        assertThat(room.holds())
                .singleElement()
                .extracting(RoomHold::disks)
                .isEqualTo(request.guest().disks());
        room.hold(AMSTERDAM, withDisk(MigrationId.random(), 40));
        assertFails(FailureCode.ROOM_EXHAUSTED, () -> room.hold(AMSTERDAM, withDisk(MigrationId.random(), 1)));
        room.abort(AMSTERDAM, migration);
        room.hold(AMSTERDAM, withDisk(MigrationId.random(), 1));
    }

    @Test
    void refusesAGuestThatLivesHere() {
        grid.hypervisors.put(SANDIEGO, VM, GuestState.RUNNING);
        assertFails(FailureCode.VM_ALREADY_THERE, () -> hold(migration, VM));
    }

    @Test
    void letsALeaseEndByItself() {
        hold(migration, VM);
        grid.clock.pass(Duration.ofMinutes(2));
        assertThat(room.holds()).isEmpty();
        assertThat(room.free().virtualCpus()).isEqualTo(4);
        assertFails(FailureCode.STATE_FORBIDS, () -> room.prepare(AMSTERDAM, migration, 1));
    }

    @Test
    void aGuestThatRunsHasNotArrivedWhileItLacksMemory() {
        prepared();
        grid.hypervisors.put(SANDIEGO, VM, GuestState.RUNNING);
        grid.moverThere.lackMemory(true);
        assertThat(room.arrival(AMSTERDAM, migration).guest()).isEqualTo(GuestState.ARRIVING);
        assertFails(FailureCode.STATE_FORBIDS, () -> room.abort(AMSTERDAM, migration));
        grid.moverThere.lackMemory(false);
        assertThat(room.arrival(AMSTERDAM, migration).guest()).isEqualTo(GuestState.RUNNING);
    }

    /** The source knows from its own hypervisor that all of it is there; this one may learn that later. */
    @Test
    void countsAGuestThatRunsAsItsOwnWhenItsSourceSaysSo() {
        prepared();
        grid.hypervisors.put(SANDIEGO, VM, GuestState.RUNNING);
        grid.moverThere.lackMemory(true);
        assertThat(room.commit(AMSTERDAM, migration).guest()).isEqualTo(GuestState.RUNNING);
    }

    @Test
    void keepsTheRoomOfAGuestThatCameBeforeTheLeaseEnded() {
        prepared();
        grid.hypervisors.put(SANDIEGO, VM, GuestState.ARRIVING);
        grid.clock.pass(Duration.ofMinutes(2));
        assertThat(room.holds()).hasSize(1);
    }

    @Test
    void endsTheLeaseOfAGuestThatHasEndedHereAndTakesItWhenItIsStartedAgain() {
        prepared();
        grid.hypervisors.put(SANDIEGO, VM, GuestState.SHUT_OFF);
        grid.clock.pass(Duration.ofMinutes(2));
        assertThat(room.holds()).isEmpty();
        assertFails(FailureCode.VM_NOT_RUNNING, () -> room.commit(AMSTERDAM, migration));
        grid.hypervisors.put(SANDIEGO, VM, GuestState.RUNNING);
        assertThat(room.commit(AMSTERDAM, migration).guest()).isEqualTo(GuestState.RUNNING);
    }

    @Test
    void keepsTheRoomOfAGuestThatComesWhileItsLeaseIsAboutToEnd() {
        prepared();
        grid.clock.pass(Duration.ofMinutes(2));
        grid.moverThere.afterNextLook(() -> grid.hypervisors.put(SANDIEGO, VM, GuestState.ARRIVING));
        room.endLeases();
        assertThat(room.holds()).hasSize(1);
    }

    @Test
    void endsNoLeaseOfAHoldThatChangedWhileItsGuestWasLookedFor() {
        hold(migration, VM);
        grid.clock.pass(Duration.ofMinutes(2));
        grid.moverThere.afterNextLook(() -> room.abort(AMSTERDAM, migration));
        room.endLeases();
        assertThat(room.holds()).isEmpty();
    }

    @Test
    void takesAGuestThatCameAfterTheLeaseEnded() {
        prepared();
        grid.clock.pass(Duration.ofMinutes(2));
        room.endLeases();
        grid.hypervisors.put(SANDIEGO, VM, GuestState.RUNNING);
        room.commit(AMSTERDAM, migration);
        assertThat(grid.ledgerThere.find(VM)).contains(Residence.here(VM, 1));
    }

    @Test
    void boundsTheLease() {
        RoomRequest endless =
                new RoomRequest(migration, AMSTERDAM, Hypervisors.guest(VM, GuestState.RUNNING), Instant.MAX);
        assertThat(room.hold(AMSTERDAM, endless).until()).isEqualTo(SimulatedGrid.START.plus(Duration.ofHours(1)));
    }

    @Test
    void awaitsTheGuestUntilItsArrivalIsCommitted() {
        prepared();
        grid.hypervisors.put(SANDIEGO, VM, GuestState.RUNNING);
        assertThat(room.awaits(VM)).isTrue();
        room.commit(AMSTERDAM, migration);
        assertThat(room.awaits(VM)).isFalse();
    }

    @Test
    void commitsAgainWithTheSameAnswer() {
        prepared();
        grid.hypervisors.put(SANDIEGO, VM, GuestState.RUNNING);
        Arrival first = room.commit(AMSTERDAM, migration);
        assertThat(room.commit(AMSTERDAM, migration)).isEqualTo(first);
        assertThat(first.guest()).isEqualTo(GuestState.RUNNING);
    }

    @Test
    void willNotCommitAGuestThatIsStillArriving() {
        prepared();
        grid.hypervisors.put(SANDIEGO, VM, GuestState.ARRIVING);
        assertFails(FailureCode.VM_NOT_RUNNING, () -> room.commit(AMSTERDAM, migration));
    }

    @Test
    void removesAHalfArrivedGuestWhenAborted() {
        prepared();
        grid.hypervisors.put(SANDIEGO, VM, GuestState.ARRIVING);
        room.abort(AMSTERDAM, migration);
        assertThat(grid.hypervisors.state(SANDIEGO, VM)).isEqualTo(GuestState.ABSENT);
        assertThat(room.holds()).isEmpty();
    }

    @Test
    void willNotAbortTheArrivalOfARunningGuest() {
        prepared();
        grid.hypervisors.put(SANDIEGO, VM, GuestState.RUNNING);
        assertFails(FailureCode.STATE_FORBIDS, () -> room.abort(AMSTERDAM, migration));
        assertThat(grid.hypervisors.state(SANDIEGO, VM)).isEqualTo(GuestState.RUNNING);
        assertThat(room.holds()).hasSize(1);
    }

    @Test
    void abortsAnOldHoldWithoutTouchingTheGuestThatALaterMoveBrought() {
        hold(migration, VM);
        MigrationId later = MigrationId.random();
        hold(later, VM);
        room.prepare(AMSTERDAM, later, 2);
        grid.hypervisors.put(SANDIEGO, VM, GuestState.RUNNING);
        room.commit(AMSTERDAM, later);
        room.abort(AMSTERDAM, migration);
        assertThat(grid.hypervisors.state(SANDIEGO, VM)).isEqualTo(GuestState.RUNNING);
        assertThat(room.holds()).isEmpty();
    }

    @Test
    void refusesAHoldThatComesAfterItsAbort() {
        room.abort(AMSTERDAM, migration);
        assertFails(FailureCode.STATE_FORBIDS, () -> hold(migration, VM));
    }

    @Test
    void refusesAnArrivalOfAnOlderEpoch() {
        grid.ledgerThere.record(Residence.left(VM, 5, AMSTERDAM));
        hold(migration, VM);
        assertFails(FailureCode.STALE_EPOCH, () -> room.prepare(AMSTERDAM, migration, 5));
    }

    @Test
    void takesOrdersFromTheHoldingSiteAlone() {
        prepared();
        SiteId chicago = new SiteId("chicago");
        assertFails(FailureCode.CALLER_NOT_PERMITTED, () -> room.prepare(chicago, migration, 1));
        assertFails(FailureCode.CALLER_NOT_PERMITTED, () -> room.arrival(chicago, migration));
        assertFails(FailureCode.CALLER_NOT_PERMITTED, () -> room.commit(chicago, migration));
        assertFails(FailureCode.CALLER_NOT_PERMITTED, () -> room.abort(chicago, migration));
        assertFails(FailureCode.CALLER_NOT_PERMITTED, () -> room.hold(chicago, request(MigrationId.random(), VM)));
    }

    @Test
    void saysThatNothingIsKnownOfAnArrivalThatWasNeverAskedFor() {
        assertThat(room.arrival(AMSTERDAM, migration).held()).isFalse();
        assertThat(room.arrival(AMSTERDAM, migration).guest()).isEqualTo(GuestState.ABSENT);
        assertFails(FailureCode.ROOM_UNKNOWN, () -> room.prepare(AMSTERDAM, migration, 1));
        assertFails(FailureCode.ROOM_UNKNOWN, () -> room.commit(AMSTERDAM, migration));
    }

    @Test
    void ordersThatNeedNoHypervisorDoNotWaitForOneThatHangs() throws Exception {
        prepared();
        grid.moverThere.hang(true);
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try {
            Future<Room> hanging = callers.submit(() -> room.hold(AMSTERDAM, request(MigrationId.random(), VM)));
            grid.moverThere.awaitHanging();
            callers.submit(() -> room.abort(AMSTERDAM, MigrationId.random())).get(5, TimeUnit.SECONDS);
            callers.submit(() -> room.prepare(AMSTERDAM, migration, 1)).get(5, TimeUnit.SECONDS);
            assertThat(room.awaits(VM)).isTrue();
            assertThat(hanging).isNotDone();
            grid.moverThere.hang(false);
            hanging.get(5, TimeUnit.SECONDS);
        } finally {
            grid.moverThere.hang(false);
            callers.shutdownNow();
        }
    }

    @Test
    void countsAGuestThatSettledWhileRoomWasCounted() {
        // All four processors are held; one hold's guest comes, and is counted in, just after the guests were listed.
        prepared();
        hold(MigrationId.random(), VmId.random());
        hold(MigrationId.random(), VmId.random());
        hold(MigrationId.random(), VmId.random());
        grid.moverThere.afterNextLook(() -> {
            grid.hypervisors.put(SANDIEGO, VM, GuestState.RUNNING);
            room.commit(AMSTERDAM, migration);
        });
        assertFails(FailureCode.ROOM_EXHAUSTED, () -> hold(MigrationId.random(), VmId.random()));
    }

    @Test
    void comesToRestInEveryEndOfTheTable() {
        Set<RoomState> ends = EnumSet.noneOf(RoomState.class);
        for (RoomState state : RoomState.values()) {
            if (RoomMoves.TABLE.isEnd(state)) {
                ends.add(state);
            }
        }
        assertThat(ends).containsExactlyInAnyOrder(RoomState.COMMITTED, RoomState.ABORTED);
    }

    private static RoomRequest withDisk(MigrationId id, int writtenMebibytes) {
        GuestDisk disk = new GuestDisk("vda", Bytes.ofMebibytes(512), BASE, Bytes.ofMebibytes(writtenMebibytes));
        return new RoomRequest(
                id,
                AMSTERDAM,
                Hypervisors.guest(VmId.random(), GuestState.RUNNING).withDisks(List.of(disk)),
                SimulatedGrid.START.plusSeconds(60));
    }

    private void prepared() {
        hold(migration, VM);
        room.prepare(AMSTERDAM, migration, 1);
    }

    private Instant hold(MigrationId id, VmId vm) {
        return room.hold(AMSTERDAM, request(id, vm)).until();
    }

    private RoomRequest request(MigrationId id, VmId vm) {
        return new RoomRequest(
                id, AMSTERDAM, Hypervisors.guest(vm, GuestState.RUNNING), SimulatedGrid.START.plusSeconds(60));
    }
}
