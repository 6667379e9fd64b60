package org.vmturntable.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What goes over the disks' stream, both ways: 24 bytes, big-endian, then the payload. Kind (1 byte, a letter), number of the disk (1), two
 * bytes of zero, length of the payload (4), offset or number of the round (8), length of the part (4), and CRC-32C (RFC 3720, B.4)
 * of the payload (4).
 */
record Frame(Kind kind, int disk, long at, int length, int crc, ByteBuffer payload) {
    static final int HEADER = 24;
    static final int LONGEST_PAYLOAD = NbdClient.LONGEST;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** What a frame says, and its letter. */
    enum Kind {
        /** Source: what is there of a disk? */
        WHAT_IS_THERE('q'),
        /** Source: the overlay that lies at the destination is brought up to date. */
        FROM_WHAT_IS_THERE('k'),
        /** Source: the overlay begins empty. */
        FROM_NOTHING('n'),
        /** Source: have the disks been whole already? */
        ARE_THEY_WHOLE('w'),
        /** Source: a part of the disk. */
        DATA('d'),
        /** Source: a part of the disk that reads as zeros. */
        ZERO('z'),
        /** Source: a round is over. */
        ROUND('r'),
        /** Source: a round is over, and nothing follows it. */
        LAST_ROUND('l'),
        /** Destination: the name of the move with which the guest had left its disk there; empty if it had not. */
        LEFT_WITH('m'),
        /** Destination: the last round has not come. */
        NOT_WHOLE('o'),
        /** Destination: everything up to this round is in the image. */
        APPLIED('a'),
        /** Destination: and lies on the disk. */
        DURABLE('s'),
        /** Destination: why it ends. */
        FAILED('f');

        private final byte code;

        Kind(char code) {
            this.code = (byte) code;
        }

        private static Kind of(byte code) throws IOException {
            return Arrays.stream(values())
                    .filter(kind -> kind.code == code)
                    .findFirst()
                    .orElseThrow(Frame::none);
        }
    }

    static Frame of(Kind kind, int disk, long at) {
        return new Frame(kind, disk, at, 0, 0, NOTHING);
    }

    static Frame zero(int disk, Extent part) {
        return new Frame(Kind.ZERO, disk, part.offset(), (int) part.length(), 0, NOTHING);
    }

    static Frame data(int disk, long offset, ByteBuffer data) {
        return new Frame(Kind.DATA, disk, offset, data.remaining(), Checksum.of(data), data);
    }

    static Frame text(Kind kind, int disk, String said) {
        ByteBuffer text = StandardCharsets.UTF_8.encode(said);
        return new Frame(kind, disk, 0, text.remaining(), Checksum.of(text), text);
    }

    String text() {
        return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
    }

    /** @param scratch at least {@link #HEADER} and {@link #LONGEST_PAYLOAD} bytes; its content is lost */
    void write(ByteChannel to, ByteBuffer scratch) throws IOException {
        scratch.clear();
        scratch.put(kind.code).put((byte) disk).putShort((short) 0);
        scratch.putInt(payload.remaining()).putLong(at).putInt(length).putInt(crc);
        scratch.put(payload.duplicate()).flip();
        while (scratch.hasRemaining()) {
            to.write(scratch);
        }
    }

    /**
     * Waits for the next one.
     *
     * @param scratch as for {@link #write}; the frame's payload lies in it
     * @throws EOFException if the other side has ended between two frames, or within one
     * @throws IOException if what came is no frame, or was damaged on its way
     */
    static Frame read(ByteChannel from, ByteBuffer scratch) throws IOException {
        fill(from, scratch, HEADER);
        Kind kind = Kind.of(scratch.get());
        int disk = Byte.toUnsignedInt(scratch.get());
        int reserved = scratch.getShort();
        int size = scratch.getInt();
        long at = scratch.getLong();
        int length = scratch.getInt();
        int crc = scratch.getInt();
        if (reserved != 0 || size < 0 || size > LONGEST_PAYLOAD || at < 0 || length < 0) {
            throw none();
        }
        fill(from, scratch, size);
        if (size > 0 && Checksum.of(scratch) != crc) {
            throw new IOException("A part of a disk was damaged on its way, at " + at);
        }
        return new Frame(kind, disk, at, length, crc, scratch.slice());
    }

    private static IOException none() {
        return new IOException("What came on the disks' stream is no frame");
    }

    private static void fill(ByteChannel from, ByteBuffer buffer, int bytes) throws IOException {
        buffer.clear().limit(bytes);
        while (buffer.hasRemaining()) {
            if (from.read(buffer) < 0) {
                throw new EOFException("The disks' stream has ended");
            }
        }
        buffer.flip();
    }
}
