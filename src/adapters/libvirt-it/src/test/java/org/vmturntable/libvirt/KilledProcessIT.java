package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.kernel.Failures.assertFails;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.Waiting;
import org.vmturntable.traffic.guest.Convergence;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.guest.MoveListener;
import org.vmturntable.traffic.guest.MoveOrder;
import org.vmturntable.traffic.guest.MoveOutcome;
import org.vmturntable.traffic.guest.MoveProgress;

/** Moves in which libvirtd or a move's caller is killed, or was never there. */
class KilledProcessIT extends GuestBetweenSites {
    KilledProcessIT(TwoSites sites) {
        super(sites);
    }

    @Test
    void keepsTheGuestWhenLibvirtdDiesInTheMiddle() {
        boot(TinyGuest.Kind.RESTING);
        AtomicBoolean killed = new AtomicBoolean();
        MoveListener killer = progress -> {
            if (progress.phase() == MoveProgress.Phase.PRE_COPY && !killed.getAndSet(true)) {
                sites.killLibvirtd(TwoSites.A);
                sites.startLibvirtd(TwoSites.A);
            }
        };
        assertFails(FailureCode.COPY_FAILED, () -> moverA.move(order(TwoSites.B, SLOW), killer));
        assertStayed();
    }

    @Test
    void awaitsAMoveWhoseCallerWasKilled() throws IOException {
        boot(TinyGuest.Kind.RESTING);
        Process caller = sites.virshMigrate(TinyGuest.NAME, 8);
        Waiting.until("the copy runs", Duration.ofSeconds(20), () -> stateAt(moverA) == GuestState.MOVING_OUT);
        caller.destroyForcibly();
        List<MoveProgress> seen = new ArrayList<>();
        Optional<MoveOutcome> outcome = moverA.awaitEnd(order(TwoSites.B, SLOW), seen::add);
        assertThat(outcome).hasValueSatisfying(end -> assertMoved(end, moverA, moverB, TwoSites.B));
        assertThat(seen).hasSizeGreaterThan(10);
    }

    @Test
    void leavesTheGuestWhenTheDestinationDoesNotAnswer() {
        boot(TinyGuest.Kind.RESTING);
        URI nobody = URI.create("qemu+tcp://198.19.0.2:1/system");
        MoveOrder order =
                new MoveOrder(VM, nobody, sites.stream(TwoSites.B), Optional.empty(), FAST, Convergence.UNPLANNED);
        assertFails(FailureCode.COPY_FAILED, () -> moverA.move(order, progress -> {}));
        assertStayed();
    }
}
