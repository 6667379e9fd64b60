package org.vmturntable.gate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
    /** For another gate's answer, in which an ocean is crossed a few times, and lost segments are sent again. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration LEASES_EVERY = Duration.ofMillis(500);

    private final Map<MigrationId, OutboundMove> leaving = new ConcurrentHashMap<>();
    private final Arrivals arriving;
    private final Clock clock;
    private final Preamble preamble = new Preamble(new SecureRandom(), PATIENCE);
    private final GateDoor door;
    private final ControlServer control;
    private volatile boolean closed;

    private Gate(GateSettings settings, DiskReceivers receivers, Clock clock) throws IOException {
        this.clock = clock;
        this.control = ControlServer.open(settings.control(), new GateOrders(this));
        try {
            // not before it is certain that no other gate keeps what was announced
            this.arriving = Arrivals.open(settings, receivers, clock, MOST_STREAMS);
            this.door = GateDoor.open(settings.listen(), preamble, this::ticket, this::serve);
        } catch (IOException | GridException e) {
            control.close();
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
        return arriving.find(move).map(InboundMove::ticket);
    }

    private void serve(Preamble.Guest guest) {
        arriving.find(guest.move())
                .ifPresentOrElse(
                        move -> move.serve(guest.kind(), guest.link()),
                        () -> guest.link().close());
    }

    /** Announces a move to this site. */
    synchronized Expected expect(MigrationId move, Ticket ticket, Duration lease, JsonNode disks) {
        if (arriving.find(move).isEmpty()) {
            requireRoom();
        }
        InboundMove expected = arriving.expect(move, ticket, clock.instant().plus(lease), disks);
        return new Expected(expected.ticket(), expected.memoryPort(), door.port());
    }

    private void requireRoom() {
        if (arriving.size() + leaving.size() >= MOST_MOVES) {
            throw new GridException(FailureCode.GATE_FULL, "The gate serves as many moves as it can");
        }
    }

    /** Lets a hypervisor connect whose way is not open yet; what it says waits in its connection. */
    InetSocketAddress listen(MigrationId move, OutboundMove.Destination to, Duration lease) {
        Instant until = clock.instant().plus(lease);
        return listening(move, entered(move, to, until), until);
    }

    /** Opens the way for a move from this site; returns where the hypervisor has to send to. Other orders do not wait for it. */
    InetSocketAddress open(MigrationId move, OutboundMove.Destination to, Duration lease) {
        Instant until = clock.instant().plus(lease);
        OutboundMove known = entered(move, to, until);
        try {
            known.reach();
        } catch (GridException e) {
            if (leaving.remove(move, known)) {
                known.end();
            }
            throw e;
        }
        return listening(move, known, until);
    }

    private static InetSocketAddress listening(MigrationId move, OutboundMove known, Instant until) {
        known.extend(until);
        try {
            return known.listening();
        } catch (IOException e) {
            throw new GridException(FailureCode.GATE_FAILED, "The way of move " + move + " has been closed", e);
        }
    }

    private synchronized OutboundMove entered(MigrationId move, OutboundMove.Destination to, Instant until) {
        OutboundMove known = leaving.get(move);
        if (known == null) {
            requireRoom();
            known = OutboundMove.listen(move, to, until, preamble, MOST_STREAMS);
            leaving.put(move, known);
            log.info("{} may leave to {}", move, to.gate());
        } else if (!known.leadsTo(to)) {
            throw new GridException(FailureCode.STATE_FORBIDS, "The way of move " + move + " leads elsewhere already");
        }
        return known;
    }

    void hold(MigrationId move) {
        leaving(move).hold();
    }

    void prepareSwitch(MigrationId move) {
        leaving(move).prepareSwitch();
    }

    void letFollow(MigrationId move) {
        leaving(move).letFollow();
    }

    /** At the source or at the destination. */
    void release(MigrationId move) {
        arriving.find(move)
                .ifPresentOrElse(InboundMove::letGo, () -> leaving(move).release());
    }

    void passBreak(MigrationId move) {
        leaving(move).passBreak();
    }

    List<StreamState> state(MigrationId move) {
        return arriving.find(move)
                .map(InboundMove::state)
                .orElseGet(() -> leaving(move).state());
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
        arriving.end(move);
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
        arriving.endLeases(now);
        leaving.forEach((id, move) -> {
            if (move.until().isBefore(now)) {
                move.expire();
                if (move.isEmpty() && leaving.remove(id, move)) {
                    log.warn("The lease of {} is over", id);
                    move.end();
                }
            } else {
                move.tend(now);
            }
        });
    }

    /** Ends everything that is under way. What was announced is known to the next gate at this control socket. */
    @Override
    public void close() {
        closed = true;
        control.close();
        door.close();
        arriving.close();
        List.copyOf(leaving.keySet()).forEach(this::end);
    }
}
