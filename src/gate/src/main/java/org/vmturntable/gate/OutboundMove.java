package org.vmturntable.gate;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
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
    // 127.1.0.1 and on: where no hypervisor listens, so that the port can be the destination's
    private static final int LISTENING_ADDRESSES = 200;

    private final MigrationId id;
    private final InetSocketAddress peer;
    private final int memoryPort;
    private final Ticket ticket;
    private final Preamble preamble;
    private final int mostStreams;
    private final Set<OutboundStream> streams = ConcurrentHashMap.newKeySet();
    private final ServerSocketChannel listener;
    private volatile Instant until;
    private volatile boolean holding;
    private final AtomicLong holds = new AtomicLong();
    private @Nullable OutboundStream spare;
    private boolean over;

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
    }

    /** The destination's gate, and what it said when the move was announced to it. */
    record Destination(InetSocketAddress gate, int memoryPort, Ticket ticket) {}

    /** @throws GridException {@code GATE_FAILED}, {@code TICKET_REFUSED}: nothing is left open */
    static OutboundMove open(MigrationId id, Destination to, Instant until, Preamble preamble, int mostStreams) {
        OutboundMove move = new OutboundMove(id, to, until, preamble, mostStreams, listen(to.memoryPort()));
        try {
            move.keep(move.dial(StreamKind.MEMORY));
        } catch (GridException e) {
            move.end();
            throw e;
        }
        Threads.begin("gate-" + id, move::accept);
        return move;
    }

    private static ServerSocketChannel listen(int port) {
        try {
            for (int i = 1; i <= LISTENING_ADDRESSES; i++) {
                byte[] address = {127, 1, 0, (byte) i};
                Optional<ServerSocketChannel> listener =
                        listen(new InetSocketAddress(InetAddress.getByAddress(address), port));
                if (listener.isPresent()) {
                    return listener.get();
                }
            }
        } catch (IOException e) {
            throw new GridException(FailureCode.GATE_FAILED, "The gate cannot listen for the hypervisor", e);
        }
        throw new GridException(FailureCode.GATE_FULL, "Port " + port + " is taken on all of the gate's addresses");
    }

    private static Optional<ServerSocketChannel> listen(InetSocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, Sockets.LOCAL_BUFFER);
            channel.bind(address);
            return Optional.of(channel);
        } catch (BindException taken) {
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            channel.close();
            throw e;
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
            OutboundStream stream = taken().orElseGet(() -> dial(StreamKind.MEMORY));
            if (!stream.attach(local)) {
                return false;
            }
            stream.say(FrameType.OPEN);
            if (holding) {
                stream.say(FrameType.HOLD, holds.get());
            }
            stream.flow();
            Threads.begin("spare-" + id, this::replenish);
            return true;
        } catch (GridException e) {
            log.warn("A stream of {} finds no way: {}", id, e.getMessage());
            return false;
        }
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
            keep(dial(StreamKind.MEMORY));
        } catch (GridException e) {
            log.info("No link of {} is ready for its next stream: {}", id, e.getMessage());
        }
    }

    private synchronized void keep(OutboundStream stream) {
        if (spare != null) {
            spare.close();
        }
        spare = stream;
    }

    /** The link that is ready, if one is; it may have broken unseen. */
    private synchronized Optional<OutboundStream> taken() {
        Optional<OutboundStream> stream = Optional.ofNullable(spare).filter(streams::contains);
        spare = null;
        return stream;
    }

    /** The number comes before the look at what streams there are: none that opens meanwhile is missed. */
    void hold() {
        holds.incrementAndGet();
        holding = true;
        attached().stream()
                .filter(stream -> stream.kind() == StreamKind.MEMORY)
                .forEach(stream -> stream.say(FrameType.HOLD, holds.get()));
    }

    /** By the link that is ready: what is held is not read any further at the destination. */
    void release() {
        holding = false;
        OutboundStream messenger = taken().orElseGet(() -> dial(StreamKind.MEMORY));
        messenger.say(FrameType.RELEASE, holds.get());
        keep(messenger);
    }

    private List<OutboundStream> attached() {
        return streams.stream().filter(OutboundStream::isAttached).toList();
    }

    /**
     * Makes a local connection the pipe to the destination's disk receiver.
     *
     * @param taken run when the destination has taken it, before anything flows
     * @throws GridException {@code DISK_REFUSED} if the destination does not take it
     */
    void disk(SocketChannel local, Runnable taken) {
        OutboundStream stream = dial(StreamKind.DISK);
        if (!stream.isTaken()) {
            stream.close();
            throw new GridException(FailureCode.DISK_REFUSED, "The destination's gate takes no disks of move " + id);
        }
        taken.run();
        if (stream.attach(local)) {
            stream.begin();
            stream.flow();
        } else {
            Sockets.close(local);
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
        taken().ifPresent(messenger -> messenger.say(FrameType.BYE));
        List.copyOf(streams).forEach(OutboundStream::close);
    }
}
