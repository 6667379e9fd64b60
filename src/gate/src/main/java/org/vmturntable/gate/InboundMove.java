package org.vmturntable.gate;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.Ticket;

/** A move that is expected at this site. */
final class InboundMove {
    private static final Logger log = LoggerFactory.getLogger(InboundMove.class);

    private final MigrationId id;
    private final Announcement announcement;
    private final List<InetSocketAddress> hypervisor;
    private final int mostLinks;
    private final Holds holds = new Holds();
    private final Set<InboundStream> streams = ConcurrentHashMap.newKeySet();
    private final Set<Link> diskLinks = ConcurrentHashMap.newKeySet();
    private @Nullable DiskReceiver disks;
    private boolean over;

    /** @param hypervisor where it listens: at the first of these addresses that answers */
    InboundMove(Announcement announcement, List<InetSocketAddress> hypervisor, int mostLinks) {
        this.id = announcement.now().move();
        this.announcement = announcement;
        this.hypervisor = hypervisor;
        this.mostLinks = mostLinks;
        if (announcement.now().letGo()) {
            holds.letGo();
        }
    }

    void takeDisks(DiskReceiver receiver) {
        disks = receiver;
    }

    /** Written down first: whoever has got more of the memory is not held back by the next process. */
    void letGo() {
        synchronized (this) {
            if (over) {
                return; // a receiver that is closed may say so of disks that are not whole
            }
        }
        announcement.letGo();
        log.info("The disks of {} are complete: what was held of its memory is handed on", id);
        holds.letGo();
    }

    Ticket ticket() {
        return announcement.now().ticket();
    }

    int memoryPort() {
        return hypervisor.get(0).getPort();
    }

    Instant until() {
        return announcement.now().until();
    }

    /** @throws GridException {@code GATE_FAILED} if it cannot be written down */
    void extend(Instant later) {
        announcement.extend(later);
    }

    /** No later process is to know it. */
    void forget() {
        announcement.forget();
    }

    /** Serves a link to its end. */
    void serve(StreamKind kind, Link link) {
        switch (kind) {
            case MEMORY -> serveMemory(link);
            case DISK -> serveDisk(link);
        }
    }

    private void serveMemory(Link link) {
        InboundStream stream = new InboundStream(link, hypervisor, holds, this::sourceEnded);
        if (!enter(stream)) {
            link.close();
            return;
        }
        try {
            stream.run();
        } finally {
            streams.remove(stream);
        }
    }

    private synchronized boolean enter(InboundStream stream) {
        return !over && streams.size() < mostLinks && streams.add(stream);
    }

    private synchronized Optional<DiskReceiver> enter(Link link) {
        return over || diskLinks.size() >= mostLinks || disks == null || !diskLinks.add(link)
                ? Optional.empty()
                : Optional.of(disks);
    }

    private void serveDisk(Link link) {
        try {
            Optional<DiskReceiver> receiver = enter(link);
            link.watchPatiently();
            link.send(receiver.isPresent() ? FrameType.TAKEN : FrameType.NOT_TAKEN);
            if (receiver.isPresent()) {
                DiskPipe pipe = new DiskPipe(link);
                receiver.get().receive(pipe);
                link.send(FrameType.END);
                drain(pipe);
            }
        } catch (IOException | GridException e) {
            log.warn("The disks of {} come no more: {}", id, e.getMessage());
        } finally {
            diskLinks.remove(link);
            link.close();
        }
    }

    /** A connection closed with bytes unread would take along what was just sent. */
    private static void drain(DiskPipe pipe) throws IOException {
        ByteBuffer unwanted = ByteBuffer.allocate(1 << 12);
        int length = 0;
        while (length >= 0) {
            length = pipe.read(unwanted.clear());
        }
    }

    private void sourceEnded() {
        log.info("The source has ended {}", id);
        closeLinks();
    }

    private void closeLinks() {
        List.copyOf(streams).forEach(InboundStream::close);
        List.copyOf(diskLinks).forEach(Link::close);
    }

    List<StreamState> state() {
        return streams.stream().map(InboundStream::state).toList();
    }

    /** Closes all that is left of it. */
    void end() {
        DiskReceiver receiver;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            receiver = disks;
        }
        closeLinks();
        if (receiver != null) {
            receiver.close();
        }
    }
}
