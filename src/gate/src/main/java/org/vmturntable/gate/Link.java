package org.vmturntable.gate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One connection between two gates, behind its preamble. Any thread may send; one reads. Closing it wakes both.
 */
final class Link {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final FrameReader frames;
    // fair: a hold must not wait until the stream, which always has something to send, pauses
    private final ReentrantLock sending = new ReentrantLock(true);

    Link(SocketChannel channel) {
        this.channel = channel;
        this.frames = new FrameReader(channel);
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

    boolean isOpen() {
        return channel.isOpen();
    }

    void close() {
        Sockets.close(channel);
    }
}
