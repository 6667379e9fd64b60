package org.vmturntable.gate;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;

/**
 * Reads frames: one byte of type, four of length (most significant first), the payload. Hands a payload on in parts as they come,
 * so that nothing waits for the end of its frame. For one thread.
 */
final class FrameReader {
    static final int HEADER_BYTES = 5;
    /** The longest payload, in bytes. */
    static final int LONGEST = 128 << 10;

    private final ReadableByteChannel from;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LONGEST).limit(0);
    private int left;

    FrameReader(ReadableByteChannel from) {
        this.from = from;
    }

    /**
     * The next frame's type; its payload is then read by {@link #part} or {@link #number}.
     *
     * @return empty if the far side closed the connection between two frames
     * @throws IOException if it broke, closed within a frame or what came is no frame
     */
    Optional<FrameType> next() throws IOException {
        while (left > 0) {
            part();
        }
        while (buffer.remaining() < HEADER_BYTES) {
            if (!fill()) {
                if (buffer.hasRemaining()) {
                    throw new EOFException("The connection ended within a frame");
                }
                return Optional.empty();
            }
        }
        Optional<FrameType> type = FrameType.of(buffer.get());
        left = buffer.getInt();
        if (type.isEmpty() || left < 0 || left > LONGEST) {
            throw new IOException("What came is no frame");
        }
        return type;
    }

    /** What has come of the payload, at least one byte; none left when all of it was read. Valid until the next call. */
    ByteBuffer part() throws IOException {
        if (left == 0) {
            return buffer.slice(buffer.position(), 0);
        }
        if (!buffer.hasRemaining() && !fill()) {
            throw new EOFException("The connection ended within a frame");
        }
        int length = Math.min(left, buffer.remaining());
        ByteBuffer part = buffer.slice(buffer.position(), length);
        buffer.position(buffer.position() + length);
        left -= length;
        return part;
    }

    /** The payload of a frame that is one number. */
    long number() throws IOException {
        if (left != Long.BYTES) {
            throw new IOException("A frame lacks its number");
        }
        long number = 0;
        while (left > 0) {
            ByteBuffer part = part();
            while (part.hasRemaining()) {
                number = (number << Byte.SIZE) | (part.get() & 0xff);
            }
        }
        return number;
    }

    private boolean fill() throws IOException {
        buffer.compact();
        try {
            return from.read(buffer) >= 0;
        } finally {
            buffer.flip();
        }
    }
}
