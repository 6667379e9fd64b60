package org.vmturntable.traffic.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.kernel.Failures.assertFails;
import static org.vmturntable.traffic.simulation.SimulatedGrid.AMSTERDAM;
import static org.vmturntable.traffic.simulation.SimulatedGrid.SANDIEGO;
import static org.vmturntable.traffic.simulation.SimulatedGrid.VM;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.GuestDisk;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.residence.Residence;
import org.vmturntable.traffic.simulation.Hypervisors;
import org.vmturntable.traffic.simulation.InMemoryDiskImages;
import org.vmturntable.traffic.simulation.SimulatedGrid;
import org.vmturntable.traffic.site.HostingSites.RoomRequest;

/** Guests with a disk that were to come to San Diego and did not. */
class ClearanceTest {
    private static final String BASE = "b".repeat(64);

    private final SimulatedGrid grid = new SimulatedGrid(1);
    private final HostingRoom room = grid.roomThere;
    private final InMemoryDiskImages images = grid.moverThere.images;
    private final MigrationId migration = MigrationId.random();

    @BeforeEach
    void theGuestIsElsewhere() {
        grid.hypervisors.put(AMSTERDAM, VM, GuestState.ABSENT);
        images.put(BASE);
    }

    @Test
    void clearsAwayWhatArrivedOnDisksThoughItDiedInTheMiddleOfAnAbort() {
        abortedInVain(migration, VM);
        room.clearAborted();
        assertThat(images.discarded()).containsExactly(VM + "-vda");
        room.clearAborted();
        room.abort(AMSTERDAM, migration);
        assertThat(images.discarded()).as("once is enough").hasSize(1);
    }

    @Test
    void anAbortThatIsRepeatedEndsWhatTheFirstDidNot() {
        abortedInVain(migration, VM);
        room.abort(AMSTERDAM, migration);
        assertThat(images.discarded()).hasSize(1);
    }

    @Test
    void oneThatCannotBeClearedKeepsNoOtherFromIt() {
        abortedInVain(migration, VM);
        abortedInVain(MigrationId.random(), VmId.random());
        images.failOnce();
        room.clearAborted();
        assertThat(images.discarded()).hasSize(1);
        room.clearAborted();
        assertThat(images.discarded()).doesNotHaveDuplicates().hasSize(2);
    }

    @Test
    void discardsTheDisksOfAGuestOfWhichADefinitionIsHere() {
        abortedInVain(migration, VM);
        grid.hypervisors.put(SANDIEGO, VM, GuestState.SHUT_OFF);
        room.clearAborted();
        assertThat(images.discarded()).hasSize(1);
    }

    @Test
    void staysToBeClearedWhileItIsNotKnownWhoseTheGuestIs() {
        abortedInVain(migration, VM);
        grid.hypervisors.put(SANDIEGO, VM, GuestState.ARRIVING);
        room.clearAborted();
        assertThat(images.discarded()).isEmpty();
        grid.hypervisors.put(SANDIEGO, VM, GuestState.ABSENT);
        room.clearAborted();
        assertThat(images.discarded()).hasSize(1);
    }

    @Test
    void leavesTheDisksOfAGuestThatHasComeSinceTheAbort() {
        abortedInVain(migration, VM);
        grid.hypervisors.put(SANDIEGO, VM, GuestState.RUNNING);
        room.clearAborted();
        grid.hypervisors.put(SANDIEGO, VM, GuestState.SHUT_OFF);
        room.clearAborted();
        assertThat(images.discarded()).isEmpty();
    }

    @Test
    void leavesTheDisksOfAGuestThatALaterMoveBroughtAndThatIsShutOffNow() {
        abortedInVain(migration, VM);
        grid.ledgerThere.record(Residence.here(VM, 2));
        grid.hypervisors.put(SANDIEGO, VM, GuestState.SHUT_OFF);
        room.clearAborted();
        assertThat(images.discarded()).isEmpty();
    }

    @Test
    void leavesDisksToWhichNothingCanHaveCome() {
        hold(migration, VM);
        grid.hypervisors.put(SANDIEGO, VM, GuestState.SHUT_OFF);
        room.abort(AMSTERDAM, migration);
        assertThat(images.discarded()).isEmpty();
    }

    @Test
    void nobodyWaitsForAnotherGuestsDisks() {
        prepared(migration, VM);
        images.whileDiscarding(() -> inParallel(() -> hold(MigrationId.random(), VmId.random())));
        room.abort(AMSTERDAM, migration);
        assertThat(room.holds()).hasSize(1);
        assertThat(images.discarded()).hasSize(1);
    }

    @Test
    void theGuestsNextArrivalWaitsUntilItsDisksAreGone() throws InterruptedException {
        prepared(migration, VM);
        CountDownLatch discarding = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        images.whileDiscarding(() -> {
            discarding.countDown();
            await(goOn);
        });
        Thread abort = new Thread(() -> room.abort(AMSTERDAM, migration), "abort");
        Thread next = new Thread(() -> hold(MigrationId.random(), VM), "next arrival");
        // the abort comes when the next arrival has just seen that nothing is to be cleared
        grid.moverThere.afterNextLook(() -> {
            abort.start();
            await(discarding);
        });
        next.start();
        try {
            assertThat(stateAtRest(next)).isEqualTo(Thread.State.BLOCKED);
        } finally {
            goOn.countDown();
            abort.join();
            next.join();
        }
        assertThat(room.holds()).hasSize(1);
    }

    /** Once it goes no further, by itself or for good. */
    private static Thread.State stateAtRest(Thread thread) {
        Thread.State state = thread.getState();
        while (state != Thread.State.BLOCKED && state != Thread.State.TERMINATED) {
            Thread.onSpinWait();
            state = thread.getState();
        }
        return state;
    }

    private static void inParallel(Runnable order) {
        CompletableFuture.runAsync(order).orTimeout(5, TimeUnit.SECONDS).join();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    private void abortedInVain(MigrationId id, VmId vm) {
        prepared(id, vm);
        images.fail(true);
        assertFails(FailureCode.HYPERVISOR_FAILED, () -> room.abort(AMSTERDAM, id));
        images.fail(false);
        assertThat(room.holds()).isEmpty();
    }

    private void prepared(MigrationId id, VmId vm) {
        hold(id, vm);
        var unused = room.prepare(AMSTERDAM, id, 1);
    }

    private void hold(MigrationId id, VmId vm) {
        GuestDisk disk = new GuestDisk("vda", Bytes.ofMebibytes(512), BASE, Bytes.ofMebibytes(40));
        var unused = room.hold(
                AMSTERDAM,
                new RoomRequest(
                        id,
                        AMSTERDAM,
                        Hypervisors.guest(vm, GuestState.RUNNING).withDisks(List.of(disk)),
                        SimulatedGrid.START.plusSeconds(60)));
    }
}
