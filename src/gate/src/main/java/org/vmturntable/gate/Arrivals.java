package org.vmturntable.gate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.gate.AnnouncedMoves.Announced;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.Ticket;

/** The moves that are expected at this site, also those that an earlier process of this gate was told of. */
final class Arrivals implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Arrivals.class);

    private final Map<MigrationId, InboundMove> moves = new ConcurrentHashMap<>();
    private final GateSettings settings;
    private final DiskReceivers receivers;
    private final AnnouncedMoves announced;
    private final int mostStreams;

    private Arrivals(GateSettings settings, DiskReceivers receivers, AnnouncedMoves announced, int mostStreams) {
        this.settings = settings;
        this.receivers = receivers;
        this.announced = announced;
        this.mostStreams = mostStreams;
    }

    /** Takes up what an earlier process left, but for ended leases. */
    static Arrivals open(GateSettings settings, DiskReceivers receivers, Clock clock, int mostStreams)
            throws IOException {
        AnnouncedMoves announced = AnnouncedMoves.in(settings.announced());
        Arrivals arrivals = new Arrivals(settings, receivers, announced, mostStreams);
        for (Announced left : announced.all()) {
            if (left.until().isAfter(clock.instant())) {
                arrivals.takeUp(left);
            } else {
                announced.forget(left.move());
            }
        }
        return arrivals;
    }

    private void takeUp(Announced left) {
        InboundMove move = move(left);
        try {
            takeDisks(move, left);
        } catch (GridException e) {
            log.error("The disks of {} cannot be taken in any more: {}", left.move(), e.getMessage());
        }
        moves.put(left.move(), move);
        log.info("{} is expected still", left.move());
    }

    int size() {
        return moves.size();
    }

    Optional<InboundMove> find(MigrationId move) {
        return Optional.ofNullable(moves.get(move));
    }

    /**
     * Announces a move, or extends its lease; written down when this returns.
     *
     * @throws GridException {@code GATE_FULL}; {@code DISK_REFUSED}; {@code GATE_FAILED}
     */
    synchronized InboundMove expect(MigrationId id, Ticket ticket, Instant until, JsonNode disks) {
        InboundMove known = moves.get(id);
        if (known == null) {
            known = begin(new Announced(id, ticket, freePort(), until, disks, false));
        } else {
            known.extend(until);
        }
        return known;
    }

    private InboundMove begin(Announced first) {
        InboundMove move = move(first);
        try {
            takeDisks(move, first);
            move.extend(first.until());
        } catch (GridException e) {
            move.end();
            throw e;
        }
        moves.put(first.move(), move);
        log.info("{} is expected", first.move());
        return move;
    }

    private InboundMove move(Announced first) {
        return new InboundMove(new Announcement(announced, first), hypervisor(first.memoryPort()), mostStreams);
    }

    /** Disks that are the hypervisor's already are not written to again. */
    private void takeDisks(InboundMove move, Announced first) {
        if (!first.disks().isMissingNode() && !first.letGo()) {
            move.takeDisks(receivers.expect(first.move(), first.disks(), move::letGo));
        }
    }

    private int freePort() {
        return IntStream.range(settings.firstPort(), settings.firstPort() + settings.ports())
                .filter(port -> moves.values().stream().noneMatch(move -> move.memoryPort() == port))
                .filter(Arrivals::isFree)
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

    /** Closes all that a move has here, and forgets it; does nothing if it has nothing. */
    void end(MigrationId id) {
        forgotten(id).ifPresent(InboundMove::end);
    }

    private synchronized Optional<InboundMove> forgotten(MigrationId id) {
        Optional<InboundMove> move = Optional.ofNullable(moves.remove(id));
        move.ifPresent(InboundMove::forget);
        return move;
    }

    void endLeases(Instant now) {
        moves.forEach((id, move) -> {
            if (isOver(id, now)) {
                log.warn("The lease of {} is over", id);
                move.end();
            }
        });
    }

    private synchronized boolean isOver(MigrationId id, Instant now) {
        return find(id).filter(move -> move.until().isBefore(now)).isPresent()
                && forgotten(id).isPresent();
    }

    /** Ends what is under way, but forgets nothing: the next process takes it up. */
    @Override
    public void close() {
        moves.values().forEach(InboundMove::end);
    }
}
