package org.vmturntable.gate;

import java.nio.ByteBuffer;

/**
 * Follows what a destination's QEMU says to its source, so that a word of another's gets between two of its messages. Each is two
 * bytes of type, two of length and the payload, most significant first. For one thread.
 *
 * @see "QEMU 10.0, migration/migration.c: source_return_path_thread, migrate_send_rp_message"
 */
final class ReturnMessages {
    static final int HEADER_BYTES = 4;
    /** {@code MIG_RP_MSG_REQ_PAGES}: of the memory that was named last. */
    private static final int NAMELESS_REQUEST = PageRequest.TYPE + 1;

    private final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    private int left;
    private boolean asked;

    /** Looks through what comes next; takes none of it. */
    void follow(ByteBuffer part) {
        ByteBuffer next = part.duplicate();
        while (next.hasRemaining()) {
            if (left > 0) {
                int length = Math.min(left, next.remaining());
                next.position(next.position() + length);
                left -= length;
            } else {
                header.put(next.get());
                if (!header.hasRemaining()) {
                    begin(header.flip());
                }
            }
        }
    }

    private void begin(ByteBuffer complete) {
        int type = Short.toUnsignedInt(complete.getShort());
        left = Short.toUnsignedInt(complete.getShort());
        complete.clear();
        asked |= type == PageRequest.TYPE || type == NAMELESS_REQUEST;
    }

    /** True if whatever was begun is complete. */
    boolean isBetweenTwo() {
        return left == 0 && header.position() == 0;
    }

    /** True if it has asked for pages: it may then leave out which memory they are of, and nobody else may name another. */
    boolean haveAsked() {
        return asked;
    }
}
