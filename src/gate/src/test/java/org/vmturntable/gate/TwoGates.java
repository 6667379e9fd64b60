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
import java.util.Optional;
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
    private final Gate destinationGate;
    private final ServerSocketChannel hypervisor;

    private TwoGates(DiskReceivers receivers, Optional<JsonNode> disks) throws IOException {
        folder = Files.createTempDirectory("gates");
        sourceGate = gate("source", DiskReceivers.NONE);
        destinationGate = gate("destination", receivers);
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

    private Gate gate(String name, DiskReceivers receivers) {
        GateSettings settings = new GateSettings(folder.resolve(name), loopback(0), FIRST_PORT, 100);
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
        gate("source", DiskReceivers.NONE).close();
    }

    StreamState onlyStream() {
        return source.state(move).get(0);
    }

    @Override
    public void close() throws IOException {
        sourceGate.close();
        destinationGate.close();
        cable.close();
        hypervisor.close();
        Files.delete(folder);
    }
}
