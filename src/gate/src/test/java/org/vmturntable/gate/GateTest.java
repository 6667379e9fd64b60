package org.vmturntable.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.kernel.Failures.assertFails;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.Ticket;

/** Two gates over real sockets. */
@Timeout(60)
class GateTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Property(tries = 12)
    void bytesPassUnchangedBothWays(
            @ForAll long seed, @ForAll @IntRange(max = 700_000) int there, @ForAll @IntRange(max = 700_000) int back)
            throws Exception {
        byte[] forth = bytes(seed, there);
        byte[] answer = bytes(~seed, back);
        try (TwoGates gates = TwoGates.open();
                TwoGates.Pair stream = gates.stream()) {
            CompletableFuture<byte[]> arrived = CompletableFuture.supplyAsync(() -> heard(stream.to(), forth.length));
            CompletableFuture<byte[]> returned =
                    CompletableFuture.supplyAsync(() -> heard(stream.from(), answer.length));
            CompletableFuture<Void> said = CompletableFuture.runAsync(() -> say(stream.to(), answer));
            stream.from().say(forth);
            assertThat(Arrays.equals(arrived.get(), forth)).isTrue();
            assertThat(Arrays.equals(returned.get(), answer)).isTrue();
            said.get();
        }
    }

    @Test
    void holdKeepsBackEveryConnectionAlsoLaterOnesButNotTheReturnDirection() throws Exception {
        try (TwoGates gates = TwoGates.open();
                TwoGates.Pair first = gates.stream()) {
            first.from().say("before");
            first.to().hears("before"); // what the gate has not read yet counts as said behind the hold
            gates.source.hold(gates.move);
            first.from().say("behind");
            try (TwoGates.Pair second = gates.stream()) {
                second.from().say("later");
                first.to().hearsNothing();
                second.to().hearsNothing();
                first.to().say("back");
                first.from().hears("back");
                second.to().say("too");
                second.from().hears("too");
                assertThat(gates.destination.state(gates.move)).anyMatch(StreamState::held);

                gates.source.release(gates.move);
                first.from().say(" and after");
                first.to().hears("behind and after");
                second.to().hears("later");
                gates.source.hold(gates.move);
                first.from().say("again");
                first.to().hearsNothing();
                gates.source.release(gates.move);
                first.to().hears("again");
            }
        }
    }

    @Test
    void letsNobodyInWithoutTheTicket() throws Exception {
        try (TwoGates gates = TwoGates.open()) {
            Expected forged = new Expected(
                    Ticket.random(new SecureRandom()), gates.expected.memoryPort(), gates.expected.streamPort());
            gates.source.end(gates.move);
            assertFails(
                    FailureCode.TICKET_REFUSED,
                    () -> gates.source.open(gates.move, "127.0.0.1", forged, TwoGates.LEASE));
            assertFails(
                    FailureCode.TICKET_REFUSED,
                    () -> gates.source.open(MigrationId.random(), "127.0.0.1", gates.expected, TwoGates.LEASE));
            assertThat(gates.destination.state(gates.move)).isEmpty();
        }
    }

    @Test
    void aCallerThatCannotProveTheTicketGetsNoStream() throws Exception {
        try (TwoGates gates = TwoGates.open();
                SocketChannel stranger = SocketChannel.open(gates.cableEnd())) {
            byte[] hello = ByteBuffer.allocate(57)
                    .put("VTGATE1\n".getBytes(StandardCharsets.US_ASCII))
                    .put(StreamKind.MEMORY.code())
                    .putLong(gates.move.value().getMostSignificantBits())
                    .putLong(gates.move.value().getLeastSignificantBits())
                    .array();
            Peer peer = Peer.of(stranger);
            peer.say(hello);
            assertThat(peer.heard(65)).hasSize(65).startsWith(1);
            peer.say(new byte[Ticket.PROOF_BYTES]);
            peer.hearsTheEnd();
        }
    }

    @Test
    void aBreakIsNotPassedOnAtTheSourceUntilSaid() throws Exception {
        try (TwoGates gates = TwoGates.open();
                TwoGates.Pair stream = gates.stream()) {
            stream.from().say("all");
            stream.to().hears("all");
            gates.cable.cut();
            stream.to().hearsABreak();
            await(() -> gates.onlyStream().broken());
            stream.from().hearsNothing();
            gates.source.passBreak(gates.move);
            stream.from().hearsABreak();
            assertThat(gates.source.state(gates.move)).isEmpty();
        }
    }

    @Test
    void theFarHypervisorsDeathIsNotPassedOnEither() throws Exception {
        try (TwoGates gates = TwoGates.open();
                TwoGates.Pair stream = gates.stream()) {
            stream.to().die();
            await(() -> gates.onlyStream().broken());
            stream.from().hearsNothing();
        }
    }

    @Test
    void aMoveGoesOnOverANewConnectionWhenTheOldOneBroke() throws Exception {
        try (TwoGates gates = TwoGates.open();
                TwoGates.Pair broken = gates.stream()) {
            gates.cable.cut();
            await(() -> gates.onlyStream().broken());
            gates.source.passBreak(gates.move);
            broken.from().hearsABreak();
            try (TwoGates.Pair again = gates.stream()) {
                again.from().say("rest");
                again.to().hears("rest");
            }
        }
    }

    @Test
    void theSourcesEndOfAStreamIsPassedOnAndTheOtherDirectionGoesOn() throws Exception {
        try (TwoGates gates = TwoGates.open();
                TwoGates.Pair stream = gates.stream()) {
            stream.from().say("last");
            stream.from().halfClose();
            stream.to().hears("last");
            stream.to().hearsTheEnd();
            stream.to().say("thanks");
            stream.from().hears("thanks");
            stream.to().close();
            stream.from().hearsTheEnd();
            await(() -> gates.source.state(gates.move).isEmpty());
        }
    }

    @Test
    void theSourcesDeathReachesTheDestinationAsABreak() throws Exception {
        try (TwoGates gates = TwoGates.open();
                TwoGates.Pair stream = gates.stream()) {
            stream.from().die();
            stream.to().hearsABreak();
        }
    }

    @Test
    void endClosesBothSidesAlsoBehindAHoldAndMayBeSaidAgain() throws Exception {
        try (TwoGates gates = TwoGates.open();
                TwoGates.Pair stream = gates.stream()) {
            gates.source.hold(gates.move);
            stream.from().say("held");
            gates.source.end(gates.move);
            stream.from().hearsABreak();
            stream.to().hearsABreak();
            gates.source.end(gates.move);
            gates.destination.end(gates.move);
            gates.destination.end(gates.move);
            assertFails(FailureCode.MIGRATION_UNKNOWN, () -> gates.source.hold(gates.move));
            assertFails(FailureCode.MIGRATION_UNKNOWN, () -> gates.destination.state(gates.move));
        }
    }

    @Test
    void theEndOfALeaseClosesTheDestinationButNotTheSourcesHypervisor() throws Exception {
        try (TwoGates gates = TwoGates.open();
                TwoGates.Pair stream = gates.stream()) {
            gates.destination.expect(gates.move, gates.expected.ticket(), Duration.ZERO, Optional.empty());
            gates.source.open(gates.move, "127.0.0.1", gates.expected, Duration.ZERO);
            stream.to().hearsABreak();
            await(() -> gates.onlyStream().broken());
            stream.from().hearsNothing();
            gates.source.end(gates.move);
            stream.from().hearsABreak();
        }
    }

    @Test
    void littleStandsInTheGatesWhenTheDestinationReadsNothing() throws Exception {
        byte[] sent = bytes(7, 64 << 20);
        try (TwoGates gates = TwoGates.open();
                TwoGates.Pair stream = gates.stream()) {
            CompletableFuture<Void> said = CompletableFuture.runAsync(() -> say(stream.from(), sent));
            gates.awaitStill();
            assertThat(gates.onlyStream().queued()).isLessThanOrEqualTo(FrameReader.LONGEST);
            stream.to().say("back");
            stream.from().hears("back");
            assertThat(Arrays.equals(stream.to().heard(sent.length), sent)).isTrue();
            said.get();
        }
    }

    @Test
    void aMoveHasItsLeaseFromTheMomentItIsKnown(@TempDir Path folder) throws Exception {
        AtomicInteger looks = new AtomicInteger();
        GateSettings settings = new GateSettings(folder.resolve("control"), new InetSocketAddress(0), 51_300, 100);
        Gate gate = Gate.open(settings, DiskReceivers.NONE, new ClockThatLetsLeasesBeLookedAt(looks));
        try {
            GateControl control = new GateControl(settings.control());
            MigrationId move = MigrationId.random();
            control.expect(move, Ticket.random(new SecureRandom()), TwoGates.LEASE, Optional.empty());
            int before = looks.get();
            await(() -> looks.get() > before);
            assertThat(control.state(move)).isEmpty();
        } finally {
            gate.close();
        }
    }

    /** Whoever asks for the time once more while an order is under way gets it only after all leases have been looked at. */
    private static final class ClockThatLetsLeasesBeLookedAt extends Clock {
        private final AtomicInteger looks;
        private final AtomicInteger asked = new AtomicInteger();

        ClockThatLetsLeasesBeLookedAt(AtomicInteger looks) {
            this.looks = looks;
        }

        @Override
        public Instant instant() {
            if (Thread.currentThread().getName().equals("leases")) {
                looks.incrementAndGet();
            } else if (asked.incrementAndGet() > 1) {
                int before = looks.get();
                awaitQuietly(() -> looks.get() > before + 1);
            }
            return Instant.now();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static void awaitQuietly(BooleanSupplier condition) {
        try {
            await(condition);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void announcingAgainGivesTheTicketThatIsInForce() throws Exception {
        try (TwoGates gates = TwoGates.open()) {
            Expected again = gates.destination.expect(
                    gates.move, Ticket.random(new SecureRandom()), TwoGates.LEASE, Optional.empty());
            assertThat(again.ticket()).isEqualTo(gates.expected.ticket());
            assertThat(again.memoryPort()).isEqualTo(gates.expected.memoryPort());
            assertThat(gates.source.open(gates.move, "127.0.0.1", gates.expected, TwoGates.LEASE))
                    .isEqualTo(gates.way);
        }
    }

    @Test
    void theControlSocketIsItsOwnersAloneAndTakesNoSecondGate() throws Exception {
        try (TwoGates gates = TwoGates.open()) {
            assertThat(Files.getPosixFilePermissions(gates.folder.resolve("source")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertFails(FailureCode.GATE_FAILED, gates::openSourceAgain);
        }
    }

    @Test
    void disksGoToTheReceiverAndItsLastWordLetsTheMemoryGo() throws Exception {
        try (TwoGates gates = TwoGates.withDisks(Collector::new);
                TwoGates.Pair stream = gates.stream();
                SocketChannel pipe = gates.source.disk(gates.move)) {
            gates.source.hold(gates.move);
            stream.from().say("memory");
            byte[] blocks = bytes(3, 1 << 20);
            write(pipe, blocks);
            stream.to().hearsNothing();
            pipe.shutdownOutput();
            stream.to().hears("memory");
            ByteBuffer answer = ByteBuffer.allocate(Integer.BYTES + 1);
            while (pipe.read(answer) >= 0) {
                assertThat(answer.hasRemaining()).isTrue();
            }
            assertThat(answer.flip().getInt()).isEqualTo(Arrays.hashCode(blocks));
        }
    }

    @Test
    void aBrokenPipeIsToldToBothSides() throws Exception {
        CompletableFuture<Throwable> seen = new CompletableFuture<>();
        DiskReceivers receivers = (move, disks, letGo) -> new Collector(move, disks, letGo) {
            @Override
            public void receive(ByteChannel source) throws IOException {
                try {
                    super.receive(source);
                } catch (IOException broken) {
                    seen.complete(broken);
                    throw broken;
                }
            }
        };
        try (TwoGates gates = TwoGates.withDisks(receivers);
                SocketChannel pipe = gates.source.disk(gates.move)) {
            write(pipe, new byte[10]);
            gates.cable.cut();
            assertThat(seen.get()).isInstanceOf(IOException.class);
            assertThat(hasEnded(pipe)).isTrue();
        }
    }

    @Test
    void disksWithoutAReceiverAreRefused() throws Exception {
        try (TwoGates gates = TwoGates.open()) {
            assertFails(FailureCode.DISK_REFUSED, () -> gates.source.disk(gates.move));
            assertFails(
                    FailureCode.DISK_REFUSED,
                    () -> gates.destination.expect(
                            MigrationId.random(),
                            gates.expected.ticket(),
                            TwoGates.LEASE,
                            Optional.of(ControlLines.JSON.createArrayNode())));
        }
    }

    /** Takes all in and answers with its hash. */
    private static class Collector implements DiskReceiver {
        private final Runnable letGo;

        Collector(MigrationId move, JsonNode disks, Runnable letGo) {
            assertThat(disks.asText()).isEqualTo("vda");
            this.letGo = letGo;
        }

        @Override
        public void receive(ByteChannel source) throws IOException {
            ByteBuffer all = ByteBuffer.allocate(2 << 20);
            while (source.read(all) >= 0) {
                assertThat(all.hasRemaining()).isTrue();
            }
            letGo.run();
            byte[] bytes = Arrays.copyOf(all.array(), all.position());
            source.write(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(Arrays.hashCode(bytes))
                    .flip());
        }

        @Override
        public void close() {
            letGo.run();
        }
    }

    private static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }

    private static boolean hasEnded(SocketChannel pipe) {
        try {
            return pipe.read(ByteBuffer.allocate(1)) < 0;
        } catch (IOException broken) {
            return true;
        }
    }

    private static byte[] heard(Peer peer, int length) {
        try {
            return peer.heard(length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(Peer peer, byte[] bytes) {
        try {
            peer.say(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.sleep(5);
        }
    }
}
