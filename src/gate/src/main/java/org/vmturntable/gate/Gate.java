package org.vmturntable.gate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.Ticket;

/**
 * A site's gate. Every order is idempotent under the move's id; what no container ends is ended when its lease is over, except a
 * hypervisor's stream at its source.
 */
public final class Gate implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Gate.class);
    private static final int MOST_MOVES = 16;
    // QEMU makes two, and as many again each time that it takes a broken move up
    private static final int MOST_STREAMS = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LEASES_EVERY = Duration.ofMillis(500);

    private final Map<MigrationId, InboundMove> arriving = new ConcurrentHashMap<>();
    private final Map<MigrationId, OutboundMove> leaving = new ConcurrentHashMap<>();
    private final GateSettings settings;
    private final DiskReceivers receivers;
    private final Clock clock;
    private final Preamble preamble = new Preamble(new SecureRandom(), PATIENCE);
    private final GateDoor door;
    private final ControlServer control;
    private volatile boolean closed;

    private Gate(GateSettings settings, DiskReceivers receivers, Clock clock) throws IOException {
        this.settings = settings;
        this.receivers = receivers;
        this.clock = clock;
        this.door = GateDoor.open(settings.listen(), preamble, this::ticket, this::serve);
        try {
            this.control = ControlServer.open(settings.control(), new GateOrders(this));
        } catch (IOException | GridException e) {
            door.close();
            throw e;
        }
    }

    /**
     * Opens the gate.
     *
     * @throws GridException {@code GATE_FAILED} if it cannot listen, or another serves the same control socket
     */
    public static Gate open(GateSettings settings, DiskReceivers receivers, Clock clock) {
        try {
            Gate gate = new Gate(settings, receivers, clock);
            gate.door.begin();
            gate.control.begin();
            Threads.begin("leases", gate::keepLeases);
            return gate;
        } catch (IOException e) {
            throw new GridException(
                    FailureCode.GATE_FAILED,
                    "The gate cannot listen on " + settings.listen() + " and " + settings.control() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private Optional<Ticket> ticket(MigrationId move) {
        return Optional.ofNullable(arriving.get(move)).map(InboundMove::ticket);
    }

    private void serve(Preamble.Guest guest) {
        InboundMove move = arriving.get(guest.move());
        if (move == null) {
            guest.link().close();
        } else {
            move.serve(guest.kind(), guest.link());
        }
    }

    /** Announces a move to this site. */
    synchronized Expected expect(MigrationId move, Ticket ticket, Duration lease, JsonNode disks) {
        InboundMove known = arriving.get(move);
        Instant until = clock.instant().plus(lease);
        if (known == null) {
            requireRoom();
            known = new InboundMove(move, ticket, hypervisor(freePort()), until, MOST_STREAMS);
            if (!disks.isMissingNode()) {
                known.takeDisks(receivers.expect(move, disks, known::letGo));
            }
            arriving.put(move, known);
            log.info("{} is expected", move);
        }
        known.extend(until);
        return new Expected(known.ticket(), known.memoryPort(), door.port());
    }

    private void requireRoom() {
        if (arriving.size() + leaving.size() >= MOST_MOVES) {
            throw new GridException(FailureCode.GATE_FULL, "The gate serves as many moves as it can");
        }
    }

    private int freePort() {
        return IntStream.range(settings.firstPort(), settings.firstPort() + settings.ports())
                .filter(port -> arriving.values().stream().noneMatch(move -> move.memoryPort() == port))
                .filter(Gate::isFree)
                .findFirst()
                .orElseThrow(() -> new GridException(FailureCode.GATE_FULL, "No port is free for another arrival"));
    }

    private List<InetSocketAddress> hypervisor(int port) {
        return List.of(
                new InetSocketAddress(loopback(), port), new InetSocketAddress(loopback(), port + settings.ports()));
    }

    private static boolean isFree(int port) {
        try (ServerSocket trial = new ServerSocket(port, 1, loopback())) {
            return trial.isBound();
        } catch (IOException taken) {
            log.debug("Port {} is taken", port, taken);
            return false;
        }
    }

    private static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    /** Opens the way for a move from this site; returns where the hypervisor has to send to. */
    synchronized InetSocketAddress open(MigrationId move, OutboundMove.Destination to, Duration lease) {
        OutboundMove known = leaving.get(move);
        Instant until = clock.instant().plus(lease);
        if (known == null) {
            requireRoom();
            known = OutboundMove.open(move, to, until, preamble, MOST_STREAMS);
            leaving.put(move, known);
            log.info("{} may leave to {}", move, to.gate());
        } else if (!known.leadsTo(to)) {
            throw new GridException(FailureCode.STATE_FORBIDS, "The way of move " + move + " leads elsewhere already");
        }
        known.extend(until);
        try {
            return known.listening();
        } catch (IOException e) {
            throw new GridException(FailureCode.GATE_FAILED, "The way of move " + move + " has been closed", e);
        }
    }

    void hold(MigrationId move) {
        leaving(move).hold();
    }

    /** At the source or at the destination. */
    void release(MigrationId move) {
        InboundMove inbound = arriving.get(move);
        if (inbound == null) {
            leaving(move).release();
        } else {
            inbound.letGo();
        }
    }

    void passBreak(MigrationId move) {
        leaving(move).passBreak();
    }

    List<StreamState> state(MigrationId move) {
        InboundMove inbound = arriving.get(move);
        return inbound == null ? leaving(move).state() : inbound.state();
    }

    void disk(MigrationId move, SocketChannel pipe, Runnable taken) {
        leaving(move).disk(pipe, taken);
    }

    private OutboundMove leaving(MigrationId move) {
        OutboundMove known = leaving.get(move);
        if (known == null) {
            throw new GridException(FailureCode.MIGRATION_UNKNOWN, "This gate does not know move " + move);
        }
        return known;
    }

    /** Closes all that a move has here; does nothing if it has nothing. */
    void end(MigrationId move) {
        Optional.ofNullable(arriving.remove(move)).ifPresent(InboundMove::end);
        Optional.ofNullable(leaving.remove(move)).ifPresent(OutboundMove::end);
    }

    private void keepLeases() {
        try {
            while (!closed) {
                Thread.sleep(LEASES_EVERY.toMillis());
                endLeases(clock.instant());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void endLeases(Instant now) {
        arriving.forEach((id, move) -> {
            if (move.until().isBefore(now) && arriving.remove(id, move)) {
                log.warn("The lease of {} is over", id);
                move.end();
            }
        });
        leaving.forEach((id, move) -> {
            if (move.until().isBefore(now)) {
                move.expire();
                if (move.isEmpty() && leaving.remove(id, move)) {
                    log.warn("The lease of {} is over", id);
                    move.end();
                }
            }
        });
    }

    /** Ends everything that is under way. */
    @Override
    public void close() {
        closed = true;
        control.close();
        door.close();
        List.copyOf(arriving.keySet()).forEach(this::end);
        List.copyOf(leaving.keySet()).forEach(this::end);
    }
}
