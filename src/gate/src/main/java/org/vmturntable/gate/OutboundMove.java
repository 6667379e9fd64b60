package org.vmturntable.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.Ticket;

/**
 * A move that leaves this site. Listens on the loopback for its hypervisor, and keeps one link ready for the next connection: the one
 * that QEMU makes in the middle of a switchover does not wait for two round trips.
 */
final class OutboundMove {
    private static final Logger log = LoggerFactory.getLogger(OutboundMove.class);

    private final MigrationId id;
    private final InetSocketAddress peer;
    private final int memoryPort;
    private final Ticket ticket;
    private final Preamble preamble;
    private final int mostStreams;
    private final Set<OutboundStream> streams = ConcurrentHashMap.newKeySet();
    private final ServerSocketChannel listener;
    private volatile Instant until;
    private StandingHold hold;
    private final SpareLink spare = new SpareLink(streams::contains);
    private boolean over;
    private final Object reaching = new Object();
    private volatile boolean reached;

    private OutboundMove(
            MigrationId id, Destination to, Instant until, Preamble preamble, int mostStreams, ServerSocketChannel on) {
        this.id = id;
        this.peer = to.gate();
        this.memoryPort = to.memoryPort();
        this.ticket = to.ticket();
        this.until = until;
        this.preamble = preamble;
        this.mostStreams = mostStreams;
        this.listener = on;
        // an earlier gate's numbers were lower, and may have been released
        this.hold = StandingHold.none(until.toEpochMilli());
    }

    /** The destination's gate, and what it said when the move was announced to it. */
    record Destination(InetSocketAddress gate, int memoryPort, Ticket ticket) {}

    /** @throws GridException {@code GATE_FAILED}, {@code GATE_FULL} if it cannot listen for the hypervisor */
    static OutboundMove listen(MigrationId id, Destination to, Instant until, Preamble preamble, int mostStreams) {
        return new OutboundMove(id, to, until, preamble, mostStreams, HypervisorListener.open(to.memoryPort()));
    }

    /**
     * Makes sure that the destination lets this move in, and takes the hypervisor's connections from then on. Does nothing if it has
     * been done.
     *
     * @throws GridException {@code GATE_FAILED}, {@code TICKET_REFUSED}: the move is of no use then
     */
    void reach() {
        synchronized (reaching) {
            if (!reached) {
                spare.keep(dial(StreamKind.MEMORY));
                Threads.begin("gate-" + id, this::accept);
                reached = true;
            }
        }
    }

    InetSocketAddress listening() throws IOException {
        return (InetSocketAddress) listener.getLocalAddress();
    }

    boolean leadsTo(Destination other) {
        return other.equals(new Destination(peer, memoryPort, ticket));
    }

    Instant until() {
        return until;
    }

    void extend(Instant later) {
        until = later;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel local = listener.accept();
                Sockets.prompt(local);
                if (streams.size() > mostStreams || !connected(local)) {
                    Sockets.reset(local);
                }
            }
        } catch (IOException closed) {
            log.debug("{} is not listened for any more", id, closed);
        }
    }

    private boolean connected(SocketChannel local) {
        try {
            boolean opened = spare.take().filter(ready -> opened(ready, local)).isPresent()
                    || opened(dial(StreamKind.MEMORY), local);
            if (!opened) {
                return false;
            }
            Threads.begin("spare-" + id, this::replenish);
            return true;
        } catch (GridException e) {
            log.warn("A stream of {} finds no way: {}", id, e.getMessage());
            return false;
        }
    }

    /** At once with regard to {@link #hold}, whose word must not come in front of the stream's own. */
    private synchronized boolean opened(OutboundStream stream, SocketChannel local) {
        if (!stream.attach(local)) {
            return false;
        }
        stream.say(FrameType.OPEN);
        if (hold.isStanding()) {
            stream.say(FrameType.HOLD, hold.number()); // the guest's state does not come by a later one
        }
        stream.flow();
        return true;
    }

    private OutboundStream dial(StreamKind kind) {
        Link link = preamble.call(peer, id, kind, ticket);
        OutboundStream stream = new OutboundStream(kind, link, streams::remove);
        return enter(stream);
    }

    private synchronized OutboundStream enter(OutboundStream stream) {
        if (over || streams.size() > mostStreams) {
            stream.close();
            throw new GridException(
                    over ? FailureCode.MIGRATION_UNKNOWN : FailureCode.GATE_FULL, "No more streams of move " + id);
        }
        streams.add(stream);
        if (stream.kind() == StreamKind.MEMORY) {
            stream.begin();
        }
        return stream;
    }

    private void replenish() {
        try {
            spare.keep(dial(StreamKind.MEMORY));
        } catch (GridException e) {
            log.info("No link of {} is ready for its next stream: {}", id, e.getMessage());
        }
    }

    /** Replaces a link that stood ready and has broken, now and then until it can. To be called often. */
    void tend(Instant now) {
        if (reached && spare.isDue(now)) {
            Threads.begin("spare-" + id, this::replenish);
        }
    }

    /**
     * Waits until the word stands in all streams, but not for a path that takes nothing.
     *
     * @throws GridException {@code GATE_FAILED} if it does not stand there in time: it will, unless the streams break before
     */
    void hold() {
        placed(FrameType.HOLD).await(id);
    }

    private synchronized StandingHold placed(FrameType what) {
        if (!hold.isAtLeast(what)) {
            hold = hold.next(what, attached());
        }
        return hold;
    }

    /** @throws GridException as {@link #hold}, of a guest that leaves behind its disks */
    void prepareSwitch() {
        attached().stream()
                .filter(stream -> stream.kind() == StreamKind.MEMORY)
                .forEach(OutboundStream::pauseBehindState);
        placed(FrameType.HOLD_STATE).await(id);
    }

    /** What waits behind the disks may go. */
    void letFollow() {
        attached().forEach(OutboundStream::letFollow);
    }

    /**
     * By the link that is ready: what is held is not read any further at the destination.
     *
     * @throws GridException {@code GATE_FAILED} if the word cannot be said: what was held still is
     */
    void release() {
        OutboundStream messenger = spare.take().filter(this::saysRelease).orElseGet(this::dialledToRelease);
        synchronized (this) {
            hold = hold.released();
        }
        spare.keep(messenger);
    }

    private OutboundStream dialledToRelease() {
        OutboundStream messenger = dial(StreamKind.MEMORY);
        if (!saysRelease(messenger)) {
            throw new GridException(FailureCode.GATE_FAILED, "The destination's gate hears no release of move " + id);
        }
        return messenger;
    }

    private synchronized boolean saysRelease(OutboundStream messenger) {
        return messenger.say(FrameType.RELEASE, hold.number());
    }

    private List<OutboundStream> attached() {
        return streams.stream().filter(OutboundStream::isAttached).toList();
    }

    /**
     * Makes a local connection the pipe to the destination's disk receiver.
     *
     * @param taken run when the destination has taken it, before anything flows
     * @throws GridException {@code DISK_REFUSED} if the destination does not take it; {@code GATE_FAILED} if it does not answer
     */
    void disk(SocketChannel local, Runnable taken) {
        OutboundStream stream = dial(StreamKind.DISK);
        try {
            requireTaken(stream);
            taken.run();
        } catch (GridException | UncheckedIOException e) {
            stream.close();
            throw e;
        }
        if (stream.attach(local)) {
            stream.begin();
            stream.flow();
        } else {
            Sockets.close(local);
        }
    }

    private void requireTaken(OutboundStream stream) {
        try {
            if (!stream.isTaken(Gate.PATIENCE)) {
                throw new GridException(
                        FailureCode.DISK_REFUSED, "The destination's gate takes no disks of move " + id);
            }
        } catch (IOException e) {
            throw new GridException(
                    FailureCode.GATE_FAILED, "The destination's gate says nothing of the disks of move " + id, e);
        }
    }

    List<StreamState> state() {
        return attached().stream().map(OutboundStream::state).toList();
    }

    void passBreak() {
        attached().forEach(OutboundStream::passBreak);
    }

    /** The lease is over: nothing new begins. A hypervisor's stream that is there stays, for to end it may be to run the guest twice. */
    void expire() {
        Sockets.close(listener);
        streams.stream()
                .filter(stream -> stream.kind() == StreamKind.DISK || !stream.isAttached())
                .forEach(OutboundStream::close);
    }

    boolean isEmpty() {
        return attached().isEmpty();
    }

    /** Closes all that is left of it, here and at the destination. */
    void end() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        Sockets.close(listener);
        spare.take().ifPresent(messenger -> messenger.say(FrameType.BYE));
        List.copyOf(streams).forEach(OutboundStream::close);
    }
}
