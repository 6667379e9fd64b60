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
    private @Nullable AwaitedState awaited;
    private final AtomicLong received = new AtomicLong();

    /** A hold that is to begin where the state of the guest's devices does. */
    private record AwaitedState(long hold, PackagedState place) {}

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
            case HOLD_STATE ->
                awaited = new AwaitedState(link.frames().number(), new PackagedState(PackagedState.Place.BEGINNING));
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

    private void handOn() throws IOException, InterruptedException {
        for (ByteBuffer part = link.frames().part();
                part.hasRemaining();
                part = link.frames().part()) {
            handOnUpToTheState(part);
            handOn(part);
        }
    }

    /** What of it comes before the state that is to be held back; then waits for as long as that is to be. */
    private void handOnUpToTheState(ByteBuffer part) throws IOException, InterruptedException {
        AwaitedState state = awaited;
        if (state != null) {
            int length = state.place.passable(part);
            handOn(part.slice(part.position(), length));
            part.position(part.position() + length);
            if (state.place.isFound()) {
                awaited = null;
                hold(state.hold);
            }
        }
    }

    private void handOn(ByteBuffer bytes) throws IOException {
        SocketChannel to = opened();
        int length = bytes.remaining();
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
        received.addAndGet(length);
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
