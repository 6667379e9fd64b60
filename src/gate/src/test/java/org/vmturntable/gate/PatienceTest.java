package org.vmturntable.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vmturntable.kernel.Failures.assertFails;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.Ticket;
import org.vmturntable.kernel.Waiting;

/** How long a gate, and who gives it orders, waits for those that say nothing. */
@Timeout(60)
class PatienceTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int HELLO_BYTES = 57;

    @Test
    void anOrderToAGateThatHangsFails(@TempDir Path folder) throws IOException {
        Path socket = folder.resolve("gate");
        try (ServerSocketChannel hanging = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            hanging.bind(UnixDomainSocketAddress.of(socket));
            GateControl control = new GateControl(socket, SHORT);
            assertFails(FailureCode.GATE_FAILED, () -> control.hold(MigrationId.random()));
            assertFails(FailureCode.GATE_FAILED, () -> control.state(MigrationId.random()));
        }
    }

    @Test
    void anOrderFailsAlsoWhenTheHangingGateTakesNoMoreCallers(@TempDir Path folder) throws IOException {
        Path socket = folder.resolve("gate");
        try (ServerSocketChannel hanging = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                SocketChannel before = SocketChannel.open(StandardProtocolFamily.UNIX);
                SocketChannel second = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            hanging.bind(UnixDomainSocketAddress.of(socket), 1);
            before.connect(UnixDomainSocketAddress.of(socket));
            second.connect(UnixDomainSocketAddress.of(socket));
            assertFails(FailureCode.GATE_FAILED, () -> new GateControl(socket, SHORT).passBreak(MigrationId.random()));
        }
    }

    @Test
    void aStrangerThatDripsIsHungUpOnBeforeItHasSaidItsHello() throws Exception {
        Preamble preamble = new Preamble(new SecureRandom(), SHORT);
        try (GateDoor door = GateDoor.open(loopback(), preamble, move -> Optional.empty(), guest -> {})) {
            door.begin();
            try (SocketChannel stranger = SocketChannel.open(loopback(door.port()))) {
                assertThat(drips(stranger)).isLessThan(HELLO_BYTES);
            }
        }
    }

    /** How many bytes could be said, each well within what one answer may take. */
    private static int drips(SocketChannel stranger) throws Exception {
        int said = 0;
        try {
            while (said < HELLO_BYTES) {
                stranger.write(ByteBuffer.wrap(new byte[] {'V'}));
                said++;
                Waiting.aWhile(SHORT.dividedBy(6));
            }
        } catch (IOException hungUpOn) {
            assertThat(hungUpOn).isNotNull();
        }
        return said;
    }

    @Test
    void aGateThatDripsIsNotWaitedForEither() throws Exception {
        Preamble preamble = new Preamble(new SecureRandom(), SHORT);
        try (ServerSocketChannel dripping = ServerSocketChannel.open().bind(loopback())) {
            CompletableFuture<Integer> said = CompletableFuture.supplyAsync(() -> {
                try (SocketChannel caller = dripping.accept()) {
                    caller.write(ByteBuffer.wrap(new byte[] {1}));
                    return drips(caller);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            InetSocketAddress there = loopback(dripping.socket().getLocalPort());
            Ticket ticket = Ticket.random(new SecureRandom());
            assertFails(
                    FailureCode.GATE_FAILED,
                    () -> preamble.call(there, MigrationId.random(), StreamKind.MEMORY, ticket));
            assertThat(said.get()).isLessThan(HELLO_BYTES);
        }
    }

    @Test
    void aLinkIsWatchedButNotWhileAHypervisorHangsOnIt() throws Exception {
        try (Ends link = Ends.open();
                Ends local = Ends.open()) {
            OutboundStream stream = new OutboundStream(StreamKind.MEMORY, new Link(link.near()), gone -> {});
            assertThat(isWatched(link)).isTrue();
            assertThat(stream.attach(local.near())).isTrue();
            assertThat(isWatched(link)).isFalse();
            stream.flow();
            local.far().close();
            Waiting.until("it is watched again", SOON, () -> isWatched(link));
        }
    }

    @Test
    void aReadyLinkThatBrokeIsReplacedButNotInHaste() throws Exception {
        Instant now = Instant.EPOCH;
        Set<OutboundStream> whole = new HashSet<>();
        SpareLink spare = new SpareLink(whole::contains);
        try (Ends link = Ends.open()) {
            OutboundStream stream = new OutboundStream(StreamKind.MEMORY, new Link(link.near()), gone -> {});
            whole.add(stream);
            spare.keep(stream);
            assertThat(spare.isDue(now)).isFalse();
            whole.remove(stream);
            assertThat(spare.isDue(now)).isFalse();
            assertThat(spare.isDue(now.plus(SpareLink.AGAIN))).isTrue();
            assertThat(spare.isDue(now.plus(SpareLink.AGAIN))).isFalse();
            assertThat(spare.isDue(now.plus(SpareLink.AGAIN.multipliedBy(2)))).isTrue();
            assertThat(spare.take()).isEmpty();
        }
    }

    @Test
    void aMoveThatLostItsReadyLinkGetsAnother() throws Exception {
        try (TwoGates gates = TwoGates.open()) {
            Waiting.until("a link is ready", SOON, () -> links(gates) == 1);
            gates.cable.cut();
            Waiting.until("it is lost", SOON, () -> links(gates) == 0);
            Waiting.until("another is ready", SOON.plus(SpareLink.AGAIN), () -> links(gates) == 1);
        }
    }

    private static int links(TwoGates gates) {
        return gates.destination.state(gates.move).size();
    }

    private static boolean isWatched(Ends link) {
        try {
            return link.near().getOption(StandardSocketOptions.SO_KEEPALIVE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aHoldThatAStreamCannotTakeNowFailsAndIsInForceWhenItCan() throws Exception {
        try (TwoGates gates = TwoGates.open();
                TwoGates.Pair stream = gates.stream()) {
            gates.cable.pinch();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> flood(stream.from()));
            gates.awaitStill();
            assertFails(FailureCode.GATE_FAILED, () -> gates.source.hold(gates.move));
            assertThat(gates.onlyStream().broken()).isFalse();
            gates.cable.unpinch();
            Waiting.until("the hold is in force", SOON, () -> {
                drain(stream.to());
                return gates.destination.state(gates.move).stream().anyMatch(StreamState::held);
            });
            gates.source.hold(gates.move);
            assertThat(sending).isNotDone();
            gates.source.end(gates.move);
            assertThat(sending).failsWithin(SOON);
        }
    }

    @Test
    void aHoldThatComesWithANewStreamIsBehindItsBeginning() throws Exception {
        try (TwoGates gates = TwoGates.open()) {
            for (int i = 0; i < 10; i++) {
                CompletableFuture<Void> hold = CompletableFuture.runAsync(() -> gates.source.hold(gates.move));
                try (TwoGates.Pair stream = gates.stream()) {
                    hold.get();
                    stream.from().say("held");
                    stream.to().hearsNothing();
                    gates.source.release(gates.move);
                    stream.to().hears("held");
                }
            }
        }
    }

    @Test
    void aWayThatIsNotOpenedInTimeKeepsNoOtherOrderWaitingAndLeavesNothing() throws Exception {
        try (TwoGates gates = TwoGates.open();
                ServerSocketChannel hanging = ServerSocketChannel.open().bind(loopback())) {
            MigrationId other = MigrationId.random();
            Expected nowhere = new Expected(
                    gates.expected.ticket(), 50_999, hanging.socket().getLocalPort());
            CompletableFuture<InetSocketAddress> opened =
                    CompletableFuture.supplyAsync(() -> gates.source.open(other, "127.0.0.1", nowhere, TwoGates.LEASE));
            try (SocketChannel caller = hanging.accept()) {
                gates.source.expect(MigrationId.random(), nowhere.ticket(), TwoGates.LEASE, Optional.empty());
                assertThat(opened).isNotDone();
                caller.write(ByteBuffer.wrap(new byte[] {0}));
                assertThatThrownBy(opened::join).hasCauseInstanceOf(GridException.class);
            }
            assertFails(FailureCode.MIGRATION_UNKNOWN, () -> gates.source.state(other));
            try (ServerSocketChannel free = ServerSocketChannel.open()) {
                assertThat(free.bind(new InetSocketAddress("127.1.0.1", 50_999)).isOpen())
                        .isTrue();
            }
        }
    }

    @Test
    void aDestinationThatDoesNotSayIfItTakesDisksIsNotWaitedFor() throws Exception {
        try (Ends link = Ends.open()) {
            OutboundStream stream = new OutboundStream(StreamKind.DISK, new Link(link.near()), gone -> {});
            assertThatThrownBy(() -> stream.isTaken(SHORT)).isInstanceOf(IOException.class);
            assertThat(link.near().isOpen()).isFalse();
        }
    }

    private static void drain(Peer peer) {
        try {
            while (peer.socket().getInputStream().available() > 0) {
                peer.heard(peer.socket().getInputStream().available());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void flood(Peer peer) {
        try {
            while (true) {
                peer.say(new byte[1 << 16]);
            }
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        }
    }

    /** Both ends of a connection. */
    private record Ends(SocketChannel near, SocketChannel far) implements AutoCloseable {
        static Ends open() throws IOException {
            try (ServerSocketChannel listener = ServerSocketChannel.open().bind(loopback())) {
                SocketChannel near =
                        SocketChannel.open(loopback(listener.socket().getLocalPort()));
                return new Ends(near, listener.accept());
            }
        }

        @Override
        public void close() throws IOException {
            near.close();
            far.close();
        }
    }

    private static InetSocketAddress loopback() {
        return loopback(0);
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
