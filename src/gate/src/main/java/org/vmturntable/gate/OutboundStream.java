package org.vmturntable.gate;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream at its source: a local connection and its link. The link may wait for its local connection, so that this one finds it
 * ready.
 *
 * <p>When the link breaks, or the destination ends the stream, a hypervisor's connection stays as it is, open and silent, until
 * {@link #passBreak} or {@link #close}: QEMU 10's source takes a broken stream for a failed move even when the destination has
 * everything, and lets the guest go on. Other streams end at once.
 */
final class OutboundStream implements Outflow.Ends {
    private static final Logger log = LoggerFactory.getLogger(OutboundStream.class);

    private static final Duration FOLLOWS_WITHIN = Duration.ofSeconds(1);

    private final StreamKind kind;
    private final Link link;
    private final Consumer<OutboundStream> gone;
    private @Nullable SocketChannel local;
    private @Nullable Outflow outflow;
    private boolean localEnded;
    private boolean farEnded;
    private boolean broken;
    private boolean over;
    private final AtomicLong received = new AtomicLong();
    private final CountDownLatch mayFollow = new CountDownLatch(1);

    /** @param gone told once, when nothing is left of the stream */
    OutboundStream(StreamKind kind, Link link, Consumer<OutboundStream> gone) {
        this.kind = kind;
        this.link = link;
        this.gone = gone;
    }

    /** Begins to read from the link. */
    void begin() {
        Threads.begin("from-" + kind, this::receive);
    }

    /**
     * Gives it its local connection.
     *
     * @return false if the link has broken already
     */
    synchronized boolean attach(SocketChannel connection) {
        if (over || local != null) {
            return false;
        }
        if (kind == StreamKind.MEMORY) {
            link.leaveAlone();
        } else {
            link.watchPatiently();
        }
        local = connection;
        outflow = new Outflow(connection, link, this);
        return true;
    }

    StreamKind kind() {
        return kind;
    }

    synchronized boolean isAttached() {
        return local != null;
    }

    /**
     * Waits for the destination's word on a stream that it may refuse. Before {@link #begin}.
     *
     * @throws IOException if none comes in time
     */
    boolean isTaken(Duration patience) throws IOException {
        Optional<FrameType> word = link.within(patience, () -> link.frames().next());
        return word.orElseThrow(() -> new EOFException("The destination's gate has hung up"))
                .equals(FrameType.TAKEN);
    }

    /** Begins to send what the local side says. */
    void flow() {
        Outflow attached;
        synchronized (this) {
            attached = outflow;
        }
        if (attached != null) {
            Threads.begin("to-" + kind, attached);
        }
    }

    /**
     * Says something to the other gate, in its place among the stream's bytes.
     *
     * @return false if the link is broken, which is dealt with by who reads
     */
    boolean say(FrameType type, long number) {
        try {
            link.send(type, number);
            return true;
        } catch (IOException e) {
            log.debug("A link is broken", e);
            return false;
        }
    }

    void say(FrameType type) {
        try {
            link.send(type);
        } catch (IOException e) {
            log.debug("A link is broken", e);
        }
    }

    private void receive() {
        try {
            Optional<FrameType> frame = link.frames().next();
            while (frame.isPresent()) {
                take(frame.get());
                frame = link.frames().next();
            }
        } catch (IOException e) {
            log.debug("A link has broken", e);
        }
        linkLost();
    }

    private void take(FrameType frame) throws IOException {
        switch (frame) {
            case DATA -> handOn();
            case END -> farEnded();
            default -> throw new IOException("A destination's gate does not say " + frame);
        }
    }

    private void handOn() throws IOException {
        SocketChannel to;
        synchronized (this) {
            to = local;
        }
        if (to == null) {
            throw new IOException("Data came before the stream was opened");
        }
        for (ByteBuffer part = link.frames().part();
                part.hasRemaining();
                part = link.frames().part()) {
            int length = part.remaining();
            if (!written(to, part)) {
                localLost();
                return;
            }
            received.addAndGet(length);
        }
    }

    /** What follows the state of the guest's devices waits, once, for {@link #letFollow}. */
    void pauseBehindState() {
        Outflow attached;
        synchronized (this) {
            attached = outflow;
        }
        if (attached != null) {
            attached.pauseBehindState(this::awaitDisks);
        }
    }

    /** On a path that both share, what follows would only be in their way; but it does not wait for ever for who may have died. */
    private void awaitDisks() {
        try {
            if (!mayFollow.await(FOLLOWS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                log.info("The guest's memory follows, though its disks' last blocks are not known to be on their way");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void letFollow() {
        mayFollow.countDown();
    }

    private static boolean written(SocketChannel to, ByteBuffer part) {
        try {
            while (part.hasRemaining()) {
                to.write(part);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private synchronized void farEnded() throws IOException {
        farEnded = true;
        if (localEnded) {
            close();
        } else if (kind == StreamKind.MEMORY) {
            broken = true;
        } else if (local != null) {
            local.shutdownOutput();
        }
    }

    @Override
    public synchronized void localEnded() {
        localEnded = true;
        if (farEnded) {
            close();
        } else if (kind == StreamKind.MEMORY) {
            link.watch(); // there is no hypervisor any more to keep a break from
        }
    }

    @Override
    public void localLost() {
        close();
    }

    @Override
    public synchronized void linkLost() {
        link.close();
        if (kind == StreamKind.MEMORY && local != null && !localEnded && !over) {
            broken = true;
        } else {
            close();
        }
    }

    /** Tells the local side that its stream broke, if it did. */
    synchronized void passBreak() {
        if (broken) {
            close();
        }
    }

    /** Ends it on both sides. */
    void close() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            link.close();
            if (local != null) {
                end(local);
            }
        }
        gone.accept(this);
    }

    private void end(SocketChannel connection) {
        if (localEnded && farEnded) {
            Sockets.close(connection);
        } else {
            Sockets.reset(connection);
        }
    }

    synchronized StreamState state() {
        long read = outflow == null ? 0 : outflow.read();
        long sent = outflow == null ? 0 : outflow.sent();
        return new StreamState(kind, broken, false, sent, read - sent, received.get());
    }
}
