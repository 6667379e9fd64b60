package org.vmturntable.gate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.Ticket;

/** Two gates with a cable between them, a hypervisor's listener behind the second one, and one move that is announced and opened. */
final class TwoGates implements AutoCloseable {
    static final Duration LEASE = Duration.ofMinutes(1);
    private static final int FIRST_PORT = 51_000;

    final MigrationId move = MigrationId.random();
    final Path folder;
    final GateControl source;
    final GateControl destination;
    final Cable cable;
    final Expected expected;
    final InetSocketAddress way;
    private final Gate sourceGate;
    private final DiskReceivers receivers;
    private Gate destinationGate;
    private final ServerSocketChannel hypervisor;

    private TwoGates(DiskReceivers receivers, Optional<JsonNode> disks) throws IOException {
        this.receivers = receivers;
        folder = Files.createTempDirectory("gates");
        sourceGate = gate("source", 0, DiskReceivers.NONE);
        destinationGate = gate("destination", 0, receivers);
        source = new GateControl(folder.resolve("source"));
        destination = new GateControl(folder.resolve("destination"));
        Expected said = destination.expect(move, Ticket.random(new SecureRandom()), LEASE, disks);
        cable = Cable.to(said.streamPort());
        expected = new Expected(said.ticket(), said.memoryPort(), cable.port());
        hypervisor = ServerSocketChannel.open().bind(loopback(said.memoryPort()));
        way = source.open(move, "127.0.0.1", expected, LEASE);
    }

    static TwoGates open() throws IOException {
        return new TwoGates(DiskReceivers.NONE, Optional.empty());
    }

    static TwoGates withDisks(DiskReceivers receivers) throws IOException {
        return new TwoGates(receivers, Optional.of(new TextNode("vda")));
    }

    private Gate gate(String name, int port, DiskReceivers receivers) {
        GateSettings settings = new GateSettings(folder.resolve(name), loopback(port), FIRST_PORT, 100);
        return Gate.open(settings, receivers, Clock.systemUTC());
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** The two hypervisors' ends of one stream. */
    record Pair(Peer from, Peer to) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            from.close();
            to.close();
        }
    }

    Pair stream() throws IOException {
        Peer from = Peer.of(SocketChannel.open(way));
        return new Pair(from, Peer.of(hypervisor.accept()));
    }

    InetSocketAddress cableEnd() {
        return loopback(cable.port());
    }

    void openSourceAgain() {
        gate("source", 0, DiskReceivers.NONE).close();
    }

    /** Ends the destination's gate and opens another in its place. */
    void restartDestination() {
        destinationGate.close();
        destinationGate = gate("destination", cable.farPort(), receivers);
    }

    /** What the destination's gate keeps of the move. */
    Path kept() {
        return folder.resolve("destination.moves").resolve(move.toString());
    }

    StreamState onlyStream() {
        return source.state(move).get(0);
    }

    /** Waits until nothing has moved for a while. */
    void awaitStill() throws InterruptedException {
        long before = -1;
        long now = 0;
        while (now == 0 || now != before) {
            Thread.sleep(300);
            before = now;
            now = onlyStream().sent();
        }
    }

    @Override
    public void close() throws IOException {
        sourceGate.close();
        destinationGate.close();
        cable.close();
        hypervisor.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path left : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(left);
            }
        }
    }
}
