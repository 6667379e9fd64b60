package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.kernel.Failures.assertFails;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.Waiting;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.guest.MoveListener;
import org.vmturntable.traffic.guest.MoveOutcome;

/** Moves whose path is lost: before the copy, in it, at the switch and after it. */
class LostPathIT extends GuestBetweenSites {
    LostPathIT(TwoSites sites) {
        super(sites);
    }

    @Test
    void doesNotBeginOverADeadPath() {
        boot(TinyGuest.Kind.RESTING);
        sites.cutPath();
        assertFails(FailureCode.PATH_LOST, () -> moverA.move(order(TwoSites.B, FAST), progress -> {}));
        assertStayed();
    }

    @Test
    void noticesWithinSecondsThatThePathIsCut() {
        boot(TinyGuest.Kind.RESTING);
        Instant begun = Instant.now();
        assertFails(FailureCode.PATH_LOST, () -> moverA.move(order(TwoSites.B, SLOW), cutAfter(Bytes.ofMebibytes(8))));
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(30));
        assertStayed();
        sites.mendPath();
        assertMoved(moverA.move(order(TwoSites.B, FAST), progress -> {}), moverA, moverB, TwoSites.B);
    }

    @Test
    void tellsThatAFoundMoveFailed() throws IOException {
        boot(TinyGuest.Kind.RESTING);
        Process caller = sites.virshMigrate(TinyGuest.NAME, 8);
        Waiting.until("the copy runs", Duration.ofSeconds(20), () -> stateAt(moverA) == GuestState.MOVING_OUT);
        caller.destroyForcibly();
        assertFails(
                FailureCode.PATH_LOST, () -> moverA.awaitEnd(order(TwoSites.B, SLOW), cutAfter(Bytes.ofMebibytes(8))));
        assertStayed();
    }

    @Test
    void aPathThatIsCutWhenTheGuestIsToSwitchLeavesItHere() {
        boot(TinyGuest.Kind.COUNTING);
        assertFails(
                FailureCode.PATH_LOST, () -> moverA.move(order(TwoSites.B, SLOW), new AboutToSwitch(sites::cutPath)));
        assertStayed();
        assertCounts(TwoSites.A);
    }

    @Test
    void aGuestThatHasSwitchedIsNeitherCancelledNorLostWhenItsPathIsCut() {
        boot(TinyGuest.Kind.COUNTING);
        LongPostCopy cut = new LongPostCopy(sites, moverB, () -> {});
        CompletableFuture<MoveOutcome> move =
                CompletableFuture.supplyAsync(() -> moverA.move(order(TwoSites.B, SLOW), cut));
        Waiting.until("it has switched and its path is cut", Duration.ofSeconds(40), cut::isDone);
        moverA.cancel(VM);
        moverB.discardArrival(VM);
        Waiting.aWhile(Duration.ofSeconds(6)); // longer than a copy may stand still that has not switched
        assertThat(move).isNotDone();
        assertThat(stateAt(moverA)).isEqualTo(GuestState.MOVING_OUT);
        assertThat(stateAt(moverB)).isEqualTo(GuestState.RUNNING);
        sites.mendPath();
        assertSwitched(move.join());
        assertRunsOnlyAt(TwoSites.B);
    }

    @Test
    void aPostCopyThatLosesItsStreamIsTakenUpAgain() {
        boot(TinyGuest.Kind.COUNTING);
        LongPostCopy broken = new LongPostCopy(sites, moverB, () -> {
            sites.virsh(TwoSites.A, "domjobabort", "--postcopy", TinyGuest.NAME);
            sites.mendPath();
        });
        MoveOutcome outcome = moverA.move(order(TwoSites.B, SLOW), broken);
        assertThat(broken.isDone()).isTrue();
        assertSwitched(outcome);
        assertRunsOnlyAt(TwoSites.B);
    }

    @Test
    void aGuestWhoseSourceDiesWithAPartOfItsMemoryIsLostThoughItRunsThere() {
        boot(TinyGuest.Kind.COUNTING);
        LongPostCopy dead = new LongPostCopy(sites, moverB, () -> {
            sites.killMachine(TwoSites.A, TinyGuest.NAME);
            sites.mendPath();
        });
        try {
            assertFails(FailureCode.GUEST_LOST, () -> moverA.move(order(TwoSites.B, SLOW), dead));
            assertThat(stateAt(moverA)).isEqualTo(GuestState.SHUT_OFF);
            assertThat(stateAt(moverB)).isEqualTo(GuestState.RUNNING);
            assertThat(moverB.lacksMemory(VM)).isTrue();
            sites.virsh(TwoSites.B, "destroy", TinyGuest.NAME);
        } finally {
            // libvirt 11.3 keeps the job of a post-copy that broke, also when its guest is dead
            sites.killLibvirtd(TwoSites.A);
            sites.startLibvirtd(TwoSites.A);
        }
        sites.virsh(TwoSites.A, "start", TinyGuest.NAME);
        assertCounts(TwoSites.A);
        assertThat(moverB.lacksMemory(VM)).isFalse();
    }

    private MoveListener cutAfter(Bytes copied) {
        AtomicBoolean cut = new AtomicBoolean();
        return progress -> {
            if (progress.moved().compareTo(copied) > 0 && !cut.getAndSet(true)) {
                sites.cutPath();
            }
        };
    }

    private void assertRunsOnlyAt(String site) {
        moverA.awaitDeparture(VM);
        assertThat(moverA.find(VM)).isEmpty();
        assertThat(stateAt(moverB)).isEqualTo(GuestState.RUNNING);
        assertThat(moverB.lacksMemory(VM)).isFalse();
        assertThat(memoryFilled(site)).isTrue();
        assertCounts(site);
    }
}
