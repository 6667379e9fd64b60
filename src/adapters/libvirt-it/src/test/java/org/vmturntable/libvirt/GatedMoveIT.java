package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.kernel.Failures.assertFails;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vmturntable.gate.Expected;
import org.vmturntable.gate.GateControl;
import org.vmturntable.gate.StreamState;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.Ticket;
import org.vmturntable.kernel.Waiting;
import org.vmturntable.traffic.guest.Convergence;
import org.vmturntable.traffic.guest.GatePass;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.guest.MoveListener;
import org.vmturntable.traffic.guest.MoveOrder;
import org.vmturntable.traffic.guest.MoveOutcome;
import org.vmturntable.traffic.guest.MoveProgress;

/** Real guests through real gates, a process at each site, and what becomes of them when the path breaks. */
class GatedMoveIT extends GuestBetweenSites {
    private static final Duration LEASE = Duration.ofMinutes(3);

    private final List<Process> relays = new ArrayList<>();
    private Process gateA;
    private Process gateB;

    GatedMoveIT(TwoSites sites) throws IOException {
        super(sites, site -> Optional.of(new GateControl(sites.gateSocket(site))));
        gateA = sites.startGate(TwoSites.A);
        gateB = sites.startGate(TwoSites.B);
    }

    @BeforeEach
    void bootGuest() {
        boot(TinyGuest.Kind.COUNTING);
    }

    @AfterEach
    void endGates() {
        sites.mendControl();
        relays.forEach(relay -> Commands.kill(relay.toHandle()));
        Commands.kill(gateA.toHandle());
        Commands.kill(gateB.toHandle());
    }

    private GateControl gate(String site) {
        return new GateControl(sites.gateSocket(site));
    }

    @Test
    void movesThroughBothGatesAndLeavesNothingInThem() {
        MoveOrder there = order(SLOW);
        MoveOutcome outcome = moverA.move(there, progress -> {});
        assertSwitched(outcome);
        assertRunsOnlyAtB();
        assertThat(gate(TwoSites.B).state(migration(there))).isEmpty();
        assertFails(FailureCode.MIGRATION_UNKNOWN, () -> gate(TwoSites.A).state(migration(there)));
    }

    @Test
    void aTicketThatTheDestinationDoesNotKnowMovesNothing() {
        MoveOrder known = order(FAST);
        GatePass pass = known.gate().orElseThrow();
        GatePass forged =
                new GatePass(pass.migration(), pass.memoryPort(), pass.streamPort(), Ticket.random(new SecureRandom()));
        MoveOrder order = new MoveOrder(
                VM, known.control(), known.stream(), Optional.of(forged), known.bandwidth(), known.convergence());
        assertFails(FailureCode.TICKET_REFUSED, () -> moverA.move(order, progress -> {}));
        assertThat(stateAt(moverA)).isEqualTo(GuestState.RUNNING);
    }

    @Test
    void aBreakBeforeTheSwitchLeavesTheGuestHere() {
        AtomicBoolean killed = new AtomicBoolean();
        assertFails(
                FailureCode.COPY_FAILED,
                () -> moverA.move(order(SLOW), once(MoveProgress.Phase.PRE_COPY, killed, this::killGateB)));
        assertThat(killed).isTrue();
        assertThat(stateAt(moverA)).isEqualTo(GuestState.RUNNING);
        assertCounts(TwoSites.A);
    }

    @Test
    void aPostCopyThatLosesItsStreamIsTakenUpAgainThroughTheGates() {
        LongPostCopy broken = new LongPostCopy(sites, moverB, () -> {
            sites.virsh(TwoSites.A, "domjobabort", "--postcopy", TinyGuest.NAME);
            sites.mendPath();
        });
        MoveOutcome outcome = moverA.move(order(SLOW), broken);
        assertThat(broken.isDone()).isTrue();
        assertSwitched(outcome);
        assertRunsOnlyAtB();
    }

    @Test
    void aDestinationsGateThatIsKilledInPostCopyLetsTheRestInWhenItIsStartedAgain() {
        LongPostCopy killed = new LongPostCopy(sites, moverB, () -> {
            restartGateB();
            sites.mendPath();
        });
        MoveOutcome outcome = moverA.move(order(SLOW), killed);
        assertThat(killed.isDone()).isTrue();
        assertSwitched(outcome);
        assertRunsOnlyAtB();
    }

    /** By what QEMU's stream looks like: its next version may write another. */
    @Test
    void aGuestWhoseStateIsHeldDoesNotRunAtItsDestinationBeforeItIsReleased() {
        MoveOrder order = order(SLOW);
        HeldState held = new HeldState(migration(order));
        moverB.onResumed(vm -> held.resumed());
        MoveOutcome outcome = moverA.move(order, held);
        assertSwitched(outcome);
        assertThat(held.resumedOnRelease()).isTrue();
        assertRunsOnlyAtB();
    }

    /** In the window in which QEMU's source would resume: all has been sent and the last word has not come back. */
    @Test
    void aBreakWhenAllHasBeenSentNeverLetsTheSourceResume() throws IOException {
        Process relay = sites.startRelay();
        relays.add(relay);
        Instant begun = Instant.now();
        moverB.onResumed(vm -> {
            tell(relay, "hush");
            sites.cutControl();
        });
        MoveOrder order = order(TwoSites.RELAY_PORT, SLOW);
        AskedListener listener = new AskedListener(() -> stateAt(moverB));
        CompletableFuture<MoveOutcome> move = CompletableFuture.supplyAsync(() -> moverA.move(order, listener));
        Waiting.until(
                "it runs there",
                Duration.ofSeconds(40),
                () -> moverB.lastResumed(VM).isPresent());
        Waiting.aWhile(Duration.ofSeconds(3)); // the rest, at most 6 MB, follows
        assertThat(stateAt(moverA)).isEqualTo(GuestState.MOVING_OUT);
        tell(relay, "break");
        Waiting.until("the break is seen", Duration.ofSeconds(20), () -> brokenAtA(order));
        Waiting.until("the destination is asked", Duration.ofSeconds(20), listener.asked::get);
        Waiting.aWhile(Duration.ofSeconds(3));
        assertThat(moverA.lastResumed(VM).filter(begun::isBefore)).isEmpty();
        assertThat(stateAt(moverA)).isEqualTo(GuestState.MOVING_OUT);
        assertThat(move).isNotDone();
        assertThat(stateAt(moverB)).isEqualTo(GuestState.RUNNING);
    }

    /** The source's libvirtd tells the destination's that it is to end the arrival; until then that one keeps much back. */
    @Test
    void aGuestThatIsWholeIsSeenToRunAlsoWhenItsLibvirtHasNotHeardOfItsArrival() {
        MoveOutcome outcome = moverA.move(order(SLOW), new CutBeforeSwitch());
        assertSwitched(outcome);
        Waiting.until("its memory is there", Duration.ofSeconds(20), () -> !moverB.lacksMemory(VM));
        assertThat(stateAt(moverB)).isEqualTo(GuestState.RUNNING);
        assertThat(moverB.guests()).extracting(Guest::state).containsExactly(GuestState.RUNNING);
        assertThat(moverB.isTakenIn(VM)).isTrue();
        sites.mendControl();
        assertRunsOnlyAtB();
        Waiting.until("libvirt has ended its arrival", Duration.ofSeconds(20), () -> !moverB.isTakenIn(VM));
    }

    private static void tell(Process relay, String order) {
        try {
            relay.outputWriter().append(order).append('\n').flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts what the libvirtds tell each other, when the guest is about to switch. */
    private final class CutBeforeSwitch implements MoveListener {
        @Override
        public void progressed(MoveProgress progress) {}

        @Override
        public void aboutToSwitch() {
            sites.cutControl();
        }
    }

    /** Has a guest's state held as it is of one that has disks, and releases it some time after the guest has stopped. */
    private final class HeldState implements MoveListener {
        /** A guest whose state has come resumes within a hundredth of this. */
        private static final Duration LONG_ENOUGH = Duration.ofSeconds(1);

        private final MigrationId migration;
        private final AtomicBoolean released = new AtomicBoolean();
        private final CompletableFuture<Boolean> resumedOnRelease = new CompletableFuture<>();

        HeldState(MigrationId migration) {
            this.migration = migration;
        }

        @Override
        public void progressed(MoveProgress progress) {}

        @Override
        public void aboutToSwitch() {
            gate(TwoSites.A).prepareSwitch(migration);
            var unused = CompletableFuture.runAsync(this::release);
        }

        private void release() {
            Waiting.until(
                    "the state is held",
                    LEASE,
                    () -> gate(TwoSites.B).state(migration).stream().anyMatch(StreamState::held));
            Waiting.aWhile(LONG_ENOUGH);
            released.set(true);
            gate(TwoSites.B).release(migration);
        }

        void resumed() {
            resumedOnRelease.complete(released.get());
        }

        boolean resumedOnRelease() {
            return resumedOnRelease.getNow(false);
        }
    }

    /** Is asked how the guest is at its destination. */
    private static final class AskedListener implements MoveListener {
        private final AtomicBoolean asked = new AtomicBoolean();
        private final Supplier<GuestState> there;

        AskedListener(Supplier<GuestState> there) {
            this.there = there;
        }

        @Override
        public void progressed(MoveProgress progress) {}

        @Override
        public GuestState stateThere() {
            asked.set(true);
            return there.get();
        }
    }

    private boolean brokenAtA(MoveOrder order) {
        return gate(TwoSites.A).state(migration(order)).stream().anyMatch(StreamState::broken);
    }

    private void killGateB() {
        Commands.kill(gateB.toHandle());
    }

    private void restartGateB() {
        killGateB();
        try {
            gateB = sites.startGate(TwoSites.B);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MoveListener once(MoveProgress.Phase phase, AtomicBoolean done, Runnable action) {
        return progress -> {
            if (progress.phase() == phase && progress.moved().value() > 0 && !done.getAndSet(true)) {
                action.run();
            }
        };
    }

    private static MigrationId migration(MoveOrder order) {
        return order.gate().orElseThrow().migration();
    }

    private MoveOrder order(Bandwidth bandwidth) {
        return order(0, bandwidth);
    }

    /** @param streamPort where the destination's gate is said to listen; 0 for where it does */
    private MoveOrder order(int streamPort, Bandwidth bandwidth) {
        MigrationId migration = MigrationId.random();
        Expected expected =
                gate(TwoSites.B).expect(migration, Ticket.random(new SecureRandom()), LEASE, Optional.empty());
        int port = streamPort == 0 ? expected.streamPort() : streamPort;
        GatePass pass = new GatePass(migration, expected.memoryPort(), port, expected.ticket());
        return new MoveOrder(
                VM,
                sites.controlUri(TwoSites.B),
                sites.stream(TwoSites.B),
                Optional.of(pass),
                bandwidth,
                Convergence.UNPLANNED);
    }

    private void assertRunsOnlyAtB() {
        moverA.awaitDeparture(VM);
        assertThat(moverA.find(VM)).isEmpty();
        assertThat(stateAt(moverB)).isEqualTo(GuestState.RUNNING);
        assertThat(memoryFilled(TwoSites.B)).isTrue();
        assertCounts(TwoSites.B);
    }
}
