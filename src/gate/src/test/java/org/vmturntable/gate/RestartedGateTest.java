package org.vmturntable.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.kernel.Failures.assertFails;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.Ticket;
import org.vmturntable.kernel.Waiting;

/** A destination's gate that was ended in the middle of a move, and another that is started in its place. */
@Timeout(60)
class RestartedGateTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void letsInWhatAGuestStillNeeds() throws Exception {
        try (TwoGates gates = TwoGates.open();
                TwoGates.Pair stream = gates.stream()) {
            stream.from().say("most");
            stream.to().hears("most");
            gates.restartDestination();
            stream.to().hearsABreak();
            Waiting.until("the break is seen", SOON, () -> gates.onlyStream().broken());
            stream.from().hearsNothing();
            gates.source.passBreak(gates.move);
            assertThat(announcedAgain(gates)).isEqualTo(gates.expected.ticket());
            try (TwoGates.Pair again = gates.stream()) {
                again.from().say("rest");
                again.to().hears("rest");
                again.to().say("thanks");
                again.from().hears("thanks");
            }
        }
    }

    @Test
    void stillHoldsBackWhatMayNotBeSeenUntilTheDisksAreThere() throws Exception {
        try (TwoGates gates = TwoGates.withDisks(AWord::new);
                TwoGates.Pair before = gates.stream()) {
            gates.source.hold(gates.move);
            gates.restartDestination();
            before.to().hearsABreak();
            Waiting.until("the break is seen", SOON, () -> gates.onlyStream().broken());
            gates.source.passBreak(gates.move);
            try (TwoGates.Pair again = gates.stream();
                    SocketChannel pipe = gates.source.disk(gates.move)) {
                again.from().say("memory");
                again.to().hearsNothing();
                pipe.write(ByteBuffer.wrap(new byte[] {1}));
                again.to().hears("memory");
            }
        }
    }

    @Test
    void holdsNothingBackWhenTheDisksWereThereAndTakesNoneAgain() throws Exception {
        try (TwoGates gates = TwoGates.withDisks(AWord::new);
                TwoGates.Pair before = gates.stream()) {
            gates.source.hold(gates.move);
            before.from().say("memory");
            try (SocketChannel pipe = gates.source.disk(gates.move)) {
                pipe.write(ByteBuffer.wrap(new byte[] {1}));
                before.to().hears("memory");
            }
            gates.restartDestination();
            before.to().hearsABreak();
            Waiting.until("the break is seen", SOON, () -> gates.onlyStream().broken());
            gates.source.passBreak(gates.move);
            try (TwoGates.Pair again = gates.stream()) {
                again.from().say("rest");
                again.to().hears("rest");
                assertFails(FailureCode.DISK_REFUSED, () -> gates.source.disk(gates.move));
            }
        }
    }

    @Test
    void knowsNothingOfWhatHasEndedOrWhoseLeaseIsOver() throws Exception {
        try (TwoGates gates = TwoGates.open()) {
            MigrationId ended = MigrationId.random();
            gates.destination.expect(ended, gates.expected.ticket(), TwoGates.LEASE, Optional.empty());
            gates.destination.end(ended);
            gates.destination.expect(gates.move, gates.expected.ticket(), Duration.ZERO, Optional.empty());
            gates.restartDestination();
            assertFails(FailureCode.MIGRATION_UNKNOWN, () -> gates.destination.state(ended));
            assertFails(FailureCode.MIGRATION_UNKNOWN, () -> gates.destination.state(gates.move));
            assertThat(gates.kept()).doesNotExist();
        }
    }

    @Test
    void keepsATicketForItsOwnerAlone() throws Exception {
        try (TwoGates gates = TwoGates.open()) {
            assertThat(Files.getPosixFilePermissions(gates.kept()))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(Files.getPosixFilePermissions(gates.kept().getParent()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            gates.destination.end(gates.move);
            assertThat(gates.kept()).doesNotExist();
        }
    }

    @Test
    void opensAlsoWhenWhatIsKeptCannotBeRead() throws Exception {
        try (TwoGates gates = TwoGates.open()) {
            Files.writeString(gates.kept(), "half a li");
            gates.restartDestination();
            assertFails(FailureCode.MIGRATION_UNKNOWN, () -> gates.destination.state(gates.move));
        }
    }

    @Test
    void aProcessThatIsKilledLeavesWhatTheNextOneNeeds(@TempDir Path folder) throws Exception {
        GateControl control = new GateControl(folder.resolve("gate"));
        MigrationId move = MigrationId.random();
        Process first = start(folder);
        Expected before;
        try {
            before = control.expect(move, Ticket.random(new SecureRandom()), TwoGates.LEASE, Optional.empty());
        } finally {
            first.destroyForcibly().waitFor();
        }
        Process second = start(folder);
        try {
            assertThat(control.state(move)).isEmpty();
            Expected after = control.expect(move, Ticket.random(new SecureRandom()), TwoGates.LEASE, Optional.empty());
            assertThat(after.ticket()).isEqualTo(before.ticket());
            assertThat(after.memoryPort()).isEqualTo(before.memoryPort());
        } finally {
            second.destroyForcibly().waitFor();
        }
    }

    private static Process start(Path folder) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process gate = new ProcessBuilder(
                        java,
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GateProgram.class.getName(),
                        folder.resolve("gate").toString())
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "log"))
                .start();
        Waiting.until("a gate is open", Duration.ofSeconds(30), () -> isServed(folder.resolve("gate")));
        return gate;
    }

    private static boolean isServed(Path socket) {
        try (SocketChannel trial = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return trial.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Ticket announcedAgain(TwoGates gates) {
        return gates.destination
                .expect(gates.move, Ticket.random(new SecureRandom()), TwoGates.LEASE, Optional.empty())
                .ticket();
    }

    /** Its first byte is all there is of the disks. */
    private record AWord(Runnable letGo) implements DiskReceiver {
        AWord(MigrationId move, JsonNode disks, Runnable letGo) {
            this(letGo);
            assertThat(disks.asText()).isEqualTo("vda");
        }

        @Override
        public void receive(ByteChannel fromSource) throws IOException {
            if (fromSource.read(ByteBuffer.allocate(1)) == 1) {
                letGo.run();
            }
        }

        @Override
        public void close() {
            letGo.run(); // which says nothing of disks that have not come
        }
    }
}
