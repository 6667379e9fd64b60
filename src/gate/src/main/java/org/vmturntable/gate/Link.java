package org.vmturntable.gate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One connection between two gates, behind its preamble. Any thread may send; one reads. Closing it wakes both.
 */
final class Link {
    /** Within which a link that nothing hangs on, and whose far end has gone without a word, is given up. */
    private static final Duration WATCH = Duration.ofSeconds(30);
    /** As long as TCP waits for data that are on their way. */
    private static final Duration PATIENT_WATCH = Duration.ofMinutes(15);

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final FrameReader frames;
    // fair: a hold must not wait until the stream, which always has something to send, pauses
    private final ReentrantLock sending = new ReentrantLock(true);

    Link(SocketChannel channel) {
        this.channel = channel;
        this.frames = new FrameReader(channel);
        watch();
    }

    FrameReader frames() {
        return frames;
    }

    /** @param payload at most {@link FrameReader#LONGEST} bytes */
    void send(FrameType type, ByteBuffer payload) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(FrameReader.HEADER_BYTES)
                .put(type.code())
                .putInt(payload.remaining())
                .flip();
        ByteBuffer[] frame = {header, payload};
        sending.lock();
        try {
            while (header.hasRemaining() || payload.hasRemaining()) {
                channel.write(frame);
            }
        } finally {
            sending.unlock();
        }
    }

    void send(FrameType type) throws IOException {
        send(type, NOTHING.duplicate());
    }

    void send(FrameType type, long number) throws IOException {
        send(type, ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    }

    /** It breaks half a minute after its far end has gone without a word. So is a link at first. */
    void watch() {
        Sockets.watch(channel, WATCH);
    }

    /** It breaks a quarter of an hour after its far end has gone without a word. */
    void watchPatiently() {
        Sockets.watch(channel, PATIENT_WATCH);
    }

    /** It never breaks for silence: a hypervisor's stream hangs on it, which a path that comes back must find alive. */
    void leaveAlone() {
        Sockets.leaveAlone(channel);
    }

    /** @throws IOException also if the wait is not over within the limit: the link is closed then */
    <T> T within(Duration limit, TimeLimit.Wait<T> wait) throws IOException {
        return TimeLimit.within(limit, channel, wait);
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    void close() {
        Sockets.close(channel);
    }
}
