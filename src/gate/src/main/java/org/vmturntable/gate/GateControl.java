package org.vmturntable.gate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.Ticket;

/**
 * How a container gives orders to its site's gate. Each is a connection of its own, so that nothing is left when the gate is started
 * anew; all fail with {@code GATE_FAILED} if no gate serves, or it does not answer in time. That is 5 s; 15 s for what the
 * destination's gate is asked for, 25 s for a pipe to its disk receiver, 30 s for an end.
 */
public final class GateControl {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** To write what has come of a guest's disks, and let go of them. */
    private static final Duration LETTING_GO = Duration.ofSeconds(25);

    private final Path socket;
    private final Duration patience;

    /** @param socket the gate's control socket */
    public GateControl(Path socket) {
        this(socket, PATIENCE);
    }

    /** @param patience for the gate's own doing; what it waits for elsewhere comes on top */
    GateControl(Path socket, Duration patience) {
        this.socket = socket;
        this.patience = patience;
    }

    /**
     * Announces a move to this site, or extends its lease.
     *
     * @param ticket in force from now on, unless the move was announced before
     * @param disks what the gate's disk receiver has to know; empty if the guest has none that come along
     * @throws GridException {@code GATE_FULL}; {@code DISK_REFUSED}
     */
    public Expected expect(MigrationId move, Ticket ticket, Duration lease, Optional<JsonNode> disks) {
        ObjectNode order = order("expect", move).put("ticket", ticket.hex()).put("leaseSeconds", lease.toSeconds());
        disks.ifPresent(given -> order.set("disks", given));
        JsonNode answer = ask(order);
        return new Expected(
                Ticket.parse(answer.path("ticket").asText()),
                answer.path("memoryPort").asInt(),
                answer.path("streamPort").asInt());
    }

    /**
     * Takes what the hypervisor sends for a move from this site, as far as it goes without a path: nothing leaves before
     * {@link #open}. So the hypervisors can take up with each other while there is no path yet.
     *
     * @return as {@link #open} will
     * @throws GridException {@code GATE_FULL}
     */
    public InetSocketAddress listen(MigrationId move, String host, Expected expected, Duration lease) {
        return leaving("listen", move, host, expected, lease, patience);
    }

    /**
     * Opens the way for a move from this site, over the ocean and back. Extends its lease if it is open.
     *
     * @param host the destination's gate on the lightpath
     * @param expected what that gate said
     * @return where the hypervisor has to send the guest's memory to, on this host's loopback
     * @throws GridException {@code GATE_FAILED} if the destination's gate does not answer; {@code TICKET_REFUSED}; {@code GATE_FULL}
     */
    public InetSocketAddress open(MigrationId move, String host, Expected expected, Duration lease) {
        return leaving("open", move, host, expected, lease, patience.plus(Gate.PATIENCE));
    }

    private InetSocketAddress leaving(
            String verb, MigrationId move, String host, Expected expected, Duration lease, Duration limit) {
        ObjectNode order = order(verb, move)
                .put("host", host)
                .put("streamPort", expected.streamPort())
                .put("memoryPort", expected.memoryPort())
                .put("ticket", expected.ticket().hex())
                .put("leaseSeconds", lease.toSeconds());
        JsonNode answer = ask(order, limit);
        return new InetSocketAddress(
                answer.path("host").asText(), answer.path("port").asInt());
    }

    /**
     * From here on the destination's hypervisor gets nothing of what this one sends, on any connection, until the disks are there or
     * {@link #release}. When this returns the word stands in the streams.
     *
     * @throws GridException {@code MIGRATION_UNKNOWN}; {@code GATE_FAILED} also if the path takes nothing: it may be held all the
     *     same, or be later
     */
    public void hold(MigrationId move) {
        ask(order("hold", move));
    }

    /**
     * The guest, which has disks, is about to switch by post-copy. What follows the state of its devices waits here for
     * {@link #letFollow}, for a second at most; and the state itself waits at the destination until the disks are there, or for
     * {@link #release}: what was sent before it goes on to the hypervisor there, which has the less to do then. When this returns the
     * word stands in the streams.
     *
     * @throws GridException as {@link #hold}
     */
    public void prepareSwitch(MigrationId move) {
        ask(order("switch", move));
    }

    /**
     * The last blocks of the disks of a guest that switches are on their way.
     *
     * @throws GridException {@code MIGRATION_UNKNOWN}
     */
    public void letFollow(MigrationId move) {
        ask(order("follow", move));
    }

    /** @throws GridException {@code MIGRATION_UNKNOWN}; {@code GATE_FAILED} also if the destination's gate is out of reach */
    public void release(MigrationId move) {
        ask(order("release", move), patience.plus(Gate.PATIENCE));
    }

    /**
     * The streams that the move has at this gate, in no order; may be empty.
     *
     * @throws GridException {@code MIGRATION_UNKNOWN}
     */
    public List<StreamState> state(MigrationId move) {
        JsonNode streams = ask(order("state", move)).path("streams");
        return StreamSupport.stream(streams.spliterator(), false)
                .map(GateControl::streamState)
                .toList();
    }

    private static StreamState streamState(JsonNode stream) {
        return new StreamState(
                StreamKind.valueOf(stream.path("kind").asText()),
                stream.path("broken").asBoolean(),
                stream.path("held").asBoolean(),
                stream.path("sent").asLong(),
                stream.path("queued").asLong(),
                stream.path("received").asLong());
    }

    /**
     * Tells the source's hypervisor that those of its streams broke that did.
     *
     * @throws GridException {@code MIGRATION_UNKNOWN}
     */
    public void passBreak(MigrationId move) {
        ask(order("pass-break", move));
    }

    /** Closes all that the move has at this gate, and its streams at the other. Does nothing if it has nothing. */
    public void end(MigrationId move) {
        ask(order("end", move), patience.plus(LETTING_GO));
    }

    /**
     * Opens a pipe to the destination's disk receiver, through both gates; what it says is the receiver's matter.
     *
     * @return connected, blocking; whoever asked closes it. Each side may half close it
     * @throws GridException {@code DISK_REFUSED} if the destination takes no disks of this move; {@code MIGRATION_UNKNOWN};
     *     {@code GATE_FAILED}; {@code TICKET_REFUSED}
     */
    public SocketChannel disk(MigrationId move) {
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                ask(order("disk", move), channel, patience.plus(Gate.PATIENCE.multipliedBy(2)));
                return channel;
            } catch (IOException | GridException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private JsonNode ask(ObjectNode order) {
        return ask(order, patience);
    }

    private JsonNode ask(ObjectNode order, Duration limit) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return ask(order, channel, limit);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private JsonNode ask(ObjectNode order, SocketChannel channel, Duration limit) throws IOException {
        return TimeLimit.within(limit, channel, () -> {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return answer(order, new ControlLines(channel));
        });
    }

    private static JsonNode answer(ObjectNode order, ControlLines gate) throws IOException {
        gate.write(order);
        JsonNode answer = gate.next().orElseThrow(() -> new IOException("The gate has hung up"));
        if (answer.has("error")) {
            throw new GridException(
                    code(answer.path("error").asText()), answer.path("message").asText());
        }
        return answer;
    }

    private static FailureCode code(String name) {
        return Arrays.stream(FailureCode.values())
                .filter(code -> code.name().equals(name))
                .findFirst()
                .orElse(FailureCode.GATE_FAILED);
    }

    private GridException failed(IOException cause) {
        return new GridException(FailureCode.GATE_FAILED, "This site's gate does not answer at " + socket, cause);
    }

    private static ObjectNode order(String verb, MigrationId move) {
        return ControlLines.JSON.createObjectNode().put("verb", verb).put("move", move.toString());
    }
}
