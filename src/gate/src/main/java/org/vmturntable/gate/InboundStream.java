package org.vmturntable.gate;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One memory stream at its destination: a link, and from its {@code OPEN} on a connection to the hypervisor. A break is passed on to
 * the hypervisor at once: before the switch its move fails, after it the guest waits for the rest.
 */
final class InboundStream implements Outflow.Ends {
    private static final Logger log = LoggerFactory.getLogger(InboundStream.class);

    private final Link link;
    private final List<InetSocketAddress> hypervisor;
    private final Holds holds;
    private final Runnable farewell;
    private @Nullable SocketChannel local;
    private @Nullable Outflow outflow;
    private boolean localEnded;
    private volatile boolean over;
    private volatile boolean held;
    private final AtomicLong received = new AtomicLong();

    /** @param farewell run when the source says that the move is over */
    InboundStream(Link link, List<InetSocketAddress> hypervisor, Holds holds, Runnable farewell) {
        this.link = link;
        this.hypervisor = hypervisor;
        this.holds = holds;
        this.farewell = farewell;
    }

    /** Serves it to its end. */
    void run() {
        try {
            Optional<FrameType> frame = link.frames().next();
            while (frame.isPresent() && !over) {
                take(frame.get());
                frame = link.frames().next();
            }
        } catch (IOException e) {
            log.debug("A stream has broken", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    private void take(FrameType frame) throws IOException, InterruptedException {
        switch (frame) {
            case OPEN -> open();
            case DATA -> handOn();
            case HOLD -> hold(link.frames().number());
            case RELEASE -> holds.release(link.frames().number());
            case END -> farEnded();
            case BYE -> farewell.run();
            case TAKEN, NOT_TAKEN -> throw new IOException("A source's gate does not say " + frame);
        }
    }

    private void open() throws IOException {
        SocketChannel connection = connected();
        synchronized (this) {
            if (over || local != null) {
                connection.close();
                throw new IOException("A stream was opened that is not to be");
            }
            local = connection;
        }
        link.leaveAlone();
        Outflow back = new Outflow(connection, link, this);
        synchronized (this) {
            outflow = back;
        }
        Threads.begin("back", back);
    }

    private SocketChannel connected() throws IOException {
        IOException refused = new IOException("There is no hypervisor");
        for (InetSocketAddress address : hypervisor) {
            SocketChannel connection = SocketChannel.open();
            try {
                Sockets.prompt(connection);
                connection.setOption(StandardSocketOptions.SO_RCVBUF, Sockets.LOCAL_BUFFER);
                connection.connect(address);
                return connection;
            } catch (IOException e) {
                connection.close();
                refused = e;
            }
        }
        throw refused;
    }

    private void handOn() throws IOException {
        SocketChannel to = opened();
        for (ByteBuffer part = link.frames().part();
                part.hasRemaining();
                part = link.frames().part()) {
            int length = part.remaining();
            while (part.hasRemaining()) {
                to.write(part);
            }
            received.addAndGet(length);
        }
    }

    /** Reads no further: what comes behind stands in the connection's window. */
    private void hold(long number) throws InterruptedException {
        held = true;
        try {
            holds.await(number, () -> over);
        } finally {
            held = false;
        }
    }

    private void farEnded() throws IOException {
        synchronized (this) {
            if (localEnded) {
                over = true;
                return;
            }
        }
        opened().shutdownOutput();
    }

    private synchronized SocketChannel opened() throws IOException {
        if (local == null) {
            throw new IOException("A stream was not opened");
        }
        return local;
    }

    @Override
    public synchronized void localEnded() {
        localEnded = true;
        link.watch();
    }

    @Override
    public void localLost() {
        // so the source hears of it as it hears of an orderly end: neither is passed on there
        try {
            link.send(FrameType.END);
        } catch (IOException e) {
            log.debug("The source is gone too", e);
        }
        close();
    }

    @Override
    public void linkLost() {
        close();
    }

    /** Ends it on both sides; the hypervisor sees a break unless it had ended the stream itself. */
    void close() {
        synchronized (this) {
            over = true;
            link.close();
            if (local != null) {
                if (localEnded) {
                    Sockets.close(local);
                } else {
                    Sockets.reset(local);
                }
            }
        }
        holds.wake();
    }

    synchronized StreamState state() {
        long read = outflow == null ? 0 : outflow.read();
        long sent = outflow == null ? 0 : outflow.sent();
        return new StreamState(StreamKind.MEMORY, false, held, sent, read - sent, received.get());
    }
}
