package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.kernel.Failures.assertFails;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.Waiting;
import org.vmturntable.traffic.guest.DirtySample;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.guest.MoveOutcome;
import org.vmturntable.traffic.guest.MoveProgress;
import org.vmturntable.traffic.guest.Switchover;

/** Moves over a path that carries them. */
class GuestMovesIT extends GuestBetweenSites {
    private static final Duration AT_ONCE = Duration.ofMillis(100);
    private static final List<Duration> ONE_SECOND = List.of(Duration.ofSeconds(1));

    GuestMovesIT(TwoSites sites) {
        super(sites);
    }

    @Test
    void movesARunningGuestThereAndBack() {
        boot(TinyGuest.Kind.RESTING);
        List<MoveProgress> seen = new ArrayList<>();
        MoveOutcome there = moverA.move(order(TwoSites.B, FAST), seen::add);
        assertMoved(there, moverA, moverB, TwoSites.B);
        assertThat(seen.get(seen.size() - 1).phase()).isEqualTo(MoveProgress.Phase.DONE);
        assertThat(seen).anyMatch(progress -> progress.total().compareTo(Bytes.ofMebibytes(64)) >= 0);

        MoveOutcome back = moverB.move(order(TwoSites.A, FAST), progress -> {});
        assertMoved(back, moverB, moverA, TwoSites.A);
    }

    @Test
    void tellsTheGuestAtBothSitesWhileItMoves() {
        boot(TinyGuest.Kind.RESTING);
        CompletableFuture<MoveOutcome> move = moveSlowly();
        Waiting.until("the copy runs", Duration.ofSeconds(20), () -> stateAt(moverA) == GuestState.MOVING_OUT);
        Waiting.until("it arrives", Duration.ofSeconds(20), () -> stateAt(moverB) == GuestState.ARRIVING);
        assertThat(moverA.guests()).extracting(Guest::addresses).containsExactly(List.of("10.1.1.2"));
        assertFails(FailureCode.VM_ALREADY_MIGRATING, () -> moverA.move(order(TwoSites.B, FAST), progress -> {}));
        assertThat(move.join().stopped()).isPresent();
    }

    /** It counts in 6 MB, of which QEMU looks at three pages or so, and now and then at none. */
    @Test
    void seesHowMuchAGuestWrites() {
        boot(TinyGuest.Kind.RESTING);
        assertFails(FailureCode.HYPERVISOR_FAILED, () -> moverA.dirtying(VM, ONE_SECOND));
        boot(TinyGuest.Kind.COUNTING, 192);
        Bytes nothing = Bytes.ofMebibytes(1);
        Waiting.until(
                "the guest is seen to write",
                Duration.ofSeconds(20),
                () -> moverA.dirtying(VM, ONE_SECOND).get(0).distinct().compareTo(nothing) > 0);
        DirtySample longer = moverA.dirtying(VM, List.of(Duration.ofSeconds(2))).get(0);
        assertThat(longer.within()).isEqualTo(Duration.ofSeconds(2));
        assertThat(longer.distinct()).isBetween(nothing, Bytes.ofMebibytes(48));
    }

    @Test
    void stopsTheCopyWhenItIsCancelled() {
        boot(TinyGuest.Kind.RESTING);
        AtomicBoolean asked = new AtomicBoolean();
        assertFails(
                FailureCode.CANCELLED,
                () -> moverA.move(order(TwoSites.B, SLOW), progress -> {
                    if (progress.phase() == MoveProgress.Phase.PRE_COPY && !asked.getAndSet(true)) {
                        moverA.cancel(VM);
                    }
                }));
        assertStayed();
        moverA.cancel(VM);
    }

    @Test
    void awaitsNothingWhenNoMoveIsUnderWay() {
        boot(TinyGuest.Kind.RESTING);
        assertThat(moverA.awaitEnd(order(TwoSites.B, SLOW), progress -> {})).isEmpty();
        assertThat(moverB.awaitEnd(order(TwoSites.A, SLOW), progress -> {})).isEmpty();
    }

    @Test
    void removesOnlyWhatHasNotArrived() {
        boot(TinyGuest.Kind.RESTING);
        CompletableFuture<MoveOutcome> move = moveSlowly();
        Waiting.until("it arrives", Duration.ofSeconds(20), () -> stateAt(moverB) == GuestState.ARRIVING);
        moverA.discardArrival(VM);
        assertThat(stateAt(moverA)).isEqualTo(GuestState.MOVING_OUT);
        moverB.discardArrival(VM);
        assertThat(move).failsWithin(Duration.ofSeconds(60));
        assertStayed();
        moverA.discardArrival(VM);
        assertStayed();
    }

    @Test
    void refusesAGuestThatCannotBeMoved() {
        boot(TinyGuest.Kind.RESTING);
        sites.virsh(TwoSites.A, "suspend", TinyGuest.NAME);
        assertThat(stateAt(moverA)).isEqualTo(GuestState.PAUSED);
        assertFails(FailureCode.VM_NOT_RUNNING, () -> moverA.move(order(TwoSites.B, FAST), progress -> {}));
        moverA.destroy(VM);
        moverA.awaitDeparture(VM);
        assertThat(moverA.find(VM)).isEmpty();
        assertFails(FailureCode.VM_UNKNOWN, () -> moverA.move(order(TwoSites.B, FAST), progress -> {}));
    }

    @Test
    void aRestingGuestIsWholeBeforeItCouldBeSwitchedAndSoGoesByPreCopy() {
        boot(TinyGuest.Kind.RESTING);
        MoveOutcome outcome = moverA.move(order(TwoSites.B, FAST), progress -> {});
        assertThat(outcome.switchover().way()).isEqualTo(Switchover.Way.PRE_COPY);
    }

    /** What else the machine does adds to a blackout and takes nothing away: the least of some is what the switch takes. */
    @Test
    void aGuestThatWorksIsSwitchedByPostCopyAndRunsAtOnce() {
        boot(TinyGuest.Kind.COUNTING);
        Duration least = blackoutThereAndBack();
        for (int again = 0; again < 2 && least.compareTo(AT_ONCE) >= 0; again++) {
            least = shorter(least, blackoutThereAndBack());
        }
        assertThat(least).isLessThan(AT_ONCE);
    }

    private Duration blackoutThereAndBack() {
        return shorter(blackout(moverA, moverB, TwoSites.B), blackout(moverB, moverA, TwoSites.A));
    }

    private Duration blackout(LibvirtGuestMover from, LibvirtGuestMover to, String destination) {
        AboutToSwitch listener = new AboutToSwitch(() -> {});
        MoveOutcome outcome = from.move(order(destination, FAST), listener);
        assertSwitched(outcome);
        assertThat(listener.asked).isEqualTo(1);
        assertMoved(outcome, from, to, destination);
        return Duration.between(
                outcome.stopped().orElseThrow(), to.lastResumed(VM).orElseThrow());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Test
    void theListenerMayKeepTheGuest() {
        boot(TinyGuest.Kind.COUNTING);
        AboutToSwitch listener = new AboutToSwitch(() -> {
            throw new GridException(FailureCode.TUNNEL_REFUSED, "The edge does not answer");
        });
        assertFails(FailureCode.TUNNEL_REFUSED, () -> moverA.move(order(TwoSites.B, FAST), listener));
        assertThat(listener.asked).isEqualTo(1);
        assertStayed();
        assertCounts(TwoSites.A);
    }

    private CompletableFuture<MoveOutcome> moveSlowly() {
        return CompletableFuture.supplyAsync(() -> moverA.move(order(TwoSites.B, SLOW), progress -> {}));
    }
}
