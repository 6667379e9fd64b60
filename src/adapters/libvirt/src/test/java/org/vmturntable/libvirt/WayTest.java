package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vmturntable.gate.DiskReceivers;
import org.vmturntable.gate.Expected;
import org.vmturntable.gate.Gate;
import org.vmturntable.gate.GateControl;
import org.vmturntable.gate.GateSettings;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.HandClock;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.Ticket;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.Convergence;
import org.vmturntable.traffic.guest.GatePass;
import org.vmturntable.traffic.guest.MoveOrder;

/** Ways through two real gates; time passes at the source by hand. */
@Timeout(60)
class WayTest {
    @TempDir
    Path folder;

    private final HandClock clock = new HandClock(Instant.parse("2026-11-27T12:00:00Z"));

    @Test
    @SuppressWarnings("try") // the far gate is spoken to by its control socket
    void aWayThatIsKeptOpenOutlastsItsLeaseAndAnotherDoesNot() throws InterruptedException {
        try (Gate near = gate("near", clock);
                Gate far = gate("far", Clock.systemUTC())) {
            MoveOrder kept = order();
            MoveOrder forgotten = order();
            way(kept).stream();
            way(forgotten).stream();
            clock.pass(Duration.ofMinutes(19));
            way(kept).open();
            clock.pass(Duration.ofMinutes(19));
            while (isOpen(forgotten)) {
                Thread.sleep(10);
            }
            assertThat(isOpen(kept)).isTrue();
        }
    }

    private Way way(MoveOrder order) {
        return new Way(order, Optional.of(control("near")));
    }

    private boolean isOpen(MoveOrder order) {
        try {
            return control("near").state(order.gate().orElseThrow().migration()).isEmpty();
        } catch (GridException e) {
            assertThat(e.code()).isEqualTo(FailureCode.MIGRATION_UNKNOWN);
            return false;
        }
    }

    private MoveOrder order() {
        MigrationId move = MigrationId.random();
        Expected expected =
                control("far").expect(move, Ticket.random(new SecureRandom()), Duration.ofHours(1), Optional.empty());
        return new MoveOrder(
                VmId.random(),
                URI.create("qemu+tls://127.0.0.1/system"),
                URI.create("tcp://127.0.0.1"),
                Optional.of(new GatePass(move, expected.memoryPort(), expected.streamPort(), expected.ticket())),
                Bandwidth.ofMegabitsPerSecond(900),
                Convergence.UNPLANNED);
    }

    private GateControl control(String name) {
        return new GateControl(folder.resolve(name));
    }

    private Gate gate(String name, Clock time) {
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Gate.open(new GateSettings(folder.resolve(name), anywhere, 52_000, 100), DiskReceivers.NONE, time);
    }
}
