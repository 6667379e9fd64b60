package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vmturntable.kernel.Failures.assertFails;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.vmturntable.gate.Expected;
import org.vmturntable.gate.GateControl;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.Ticket;
import org.vmturntable.kernel.Waiting;
import org.vmturntable.traffic.guest.Convergence;
import org.vmturntable.traffic.guest.GatePass;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.guest.MoveListener;
import org.vmturntable.traffic.guest.MoveOrder;
import org.vmturntable.traffic.guest.MoveOutcome;
import org.vmturntable.traffic.guest.MoveProgress;

/** Moves whose guest has stopped at its source and could not run at its destination: QEMU lets it go on where it was. */
@EnabledIfSystemProperty(named = "turntable.test.long", matches = "true")
class FailedSwitchIT extends GuestBetweenSites {
    private static final Duration LEASE = Duration.ofMinutes(3);

    private final Process gateA;
    private final Process gateB;

    FailedSwitchIT(TwoSites sites) throws IOException {
        super(sites, site -> Optional.of(new GateControl(sites.gateSocket(site))));
        gateA = sites.startGate(TwoSites.A);
        gateB = sites.startGate(TwoSites.B);
    }

    @AfterEach
    void endGates() {
        Commands.kill(gateA.toHandle());
        Commands.kill(gateB.toHandle());
    }

    @Test
    void aGuestWhoseDestinationDiesBeforeItRunsThereStaysAndIsNotTakenForOneThatMoves() {
        assertStaysWhenItsDestinationDies();
        assertFails(FailureCode.HYPERVISOR_FAILED, () -> moverA.move(order(FAST), progress -> {}));
        assertThat(moverA.awaitEnd(order(FAST), progress -> {})).isEmpty();
        moverB.destroy(VM);
    }

    @Test
    void itMovesAgainOnceItHasBeenShutDownAndLibvirtdRestarted() {
        assertStaysWhenItsDestinationDies();
        moverB.destroy(VM);
        sites.virsh(TwoSites.A, "destroy", TinyGuest.NAME);
        sites.killLibvirtd(TwoSites.A);
        sites.startLibvirtd(TwoSites.A);
        sites.virsh(TwoSites.A, "start", TinyGuest.NAME);
        Waiting.until("it has filled its memory", Duration.ofSeconds(60), () -> memoryFilled(TwoSites.A));
        assertRunsAtBAfter(order(FAST));
    }

    @Test
    void itMovesAgainOnceTheJobHasBeenTakenOutOfWhatAStoppedLibvirtdHasWritten() throws IOException {
        assertStaysWhenItsDestinationDies();
        moverB.destroy(VM);
        sites.killLibvirtd(TwoSites.A);
        Path status = sites.folder().resolve("a/run/qemu/" + TinyGuest.NAME + ".xml");
        Files.writeString(
                status,
                Files.readString(status)
                        .replace("reason='post-copy failed'", "reason='migration canceled'")
                        .replaceFirst("(?s) *<job type.*?</job>\n", ""));
        sites.startLibvirtd(TwoSites.A);
        assertRunsAtBAfter(order(FAST));
    }

    @Test
    void libvirtCallsAGuestThatArrivedByAPostCopyThatWasTakenUpAgainOneThatHasArrived() {
        boot(TinyGuest.Kind.COUNTING);
        AtomicBoolean broken = new AtomicBoolean();
        var unused = moverA.move(order(SLOW), progress -> {
            if (progress.phase() == MoveProgress.Phase.POST_COPY && !broken.getAndSet(true)) {
                sites.virsh(TwoSites.A, "domjobabort", "--postcopy", TinyGuest.NAME);
            }
        });
        assertThat(broken).isTrue();
        Waiting.until(
                "its destination's libvirtd knows that it lacks nothing",
                Duration.ofSeconds(20),
                () -> sites.virsh(TwoSites.B, "domstate", "--reason", TinyGuest.NAME)
                        .contains("running (migrated)"));
        assertThat(moverB.lacksMemory(VM)).isFalse();
    }

    private void assertStaysWhenItsDestinationDies() {
        boot(TinyGuest.Kind.COUNTING);
        Instant begun = Instant.now();
        MoveOrder order = order(FAST);
        CompletableFuture<MoveOutcome> move =
                CompletableFuture.supplyAsync(() -> moverA.move(order, new HoldingListener(order)));
        Waiting.until(
                "it has stopped",
                Duration.ofSeconds(60),
                () -> moverA.lastStopped(VM).filter(begun::isBefore).isPresent());
        Waiting.aWhile(Duration.ofSeconds(2)); // all is sent, as far as the hold
        assertThat(stateAt(moverA)).isEqualTo(GuestState.MOVING_OUT);
        sites.killMachine(TwoSites.B, TinyGuest.NAME);
        assertThatThrownBy(() -> move.get(2, TimeUnit.MINUTES))
                .cause()
                .isInstanceOfSatisfying(
                        GridException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.COPY_FAILED))
                .hasMessageContaining("libvirtd keeps the job");
        assertThat(stateAt(moverA)).isEqualTo(GuestState.RUNNING);
        assertThat(moverA.lacksMemory(VM)).isFalse();
        assertCounts(TwoSites.A);
    }

    private void assertRunsAtBAfter(MoveOrder order) {
        var unused = moverA.move(order, progress -> {});
        moverA.awaitDeparture(VM);
        assertThat(moverA.find(VM)).isEmpty();
        assertThat(stateAt(moverB)).isEqualTo(GuestState.RUNNING);
        assertCounts(TwoSites.B);
    }

    /** Lets nothing of the switch into the destination's hypervisor. */
    private final class HoldingListener implements MoveListener {
        private final MoveOrder order;

        HoldingListener(MoveOrder order) {
            this.order = order;
        }

        @Override
        public void progressed(MoveProgress progress) {}

        @Override
        public void aboutToSwitch() {
            new GateControl(sites.gateSocket(TwoSites.A))
                    .hold(order.gate().orElseThrow().migration());
        }

        @Override
        public GuestState stateThere() {
            return stateAt(moverB);
        }
    }

    private MoveOrder order(Bandwidth bandwidth) {
        MigrationId migration = MigrationId.random();
        Expected expected = new GateControl(sites.gateSocket(TwoSites.B))
                .expect(migration, Ticket.random(new SecureRandom()), LEASE, Optional.empty());
        GatePass pass = new GatePass(migration, expected.memoryPort(), expected.streamPort(), expected.ticket());
        return new MoveOrder(
                VM,
                sites.controlUri(TwoSites.B),
                sites.stream(TwoSites.B),
                Optional.of(pass),
                bandwidth,
                Convergence.UNPLANNED);
    }
}
