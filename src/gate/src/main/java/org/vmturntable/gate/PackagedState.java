package org.vmturntable.gate;

import java.nio.ByteBuffer;

/**
 * Finds in a hypervisor's memory stream the state of the guest's devices when it switches by post-copy: QEMU sends it, and the word to
 * run, as one package, and does nothing with its first byte before it has the last. For one stream, which may be cut into parts
 * anywhere.
 *
 * <p>Bytes of the guest's memory may look like a package's header: then its beginning is found too early, which is looked for to keep
 * something back. Its end is found only of one that begins as such a package does.
 *
 * @see "QEMU 10.0, migration/savevm.c: qemu_savevm_command_send, qemu_savevm_send_packaged, loadvm_handle_cmd_packaged;
 *     migration/migration.c: postcopy_start"
 */
final class PackagedState {
    /** {@code QEMU_VM_COMMAND}, {@code MIG_CMD_PACKAGED}, and that four bytes follow, which are the package's length. */
    private static final long HEADER = 0x08_0007_0004L;
    /** {@code QEMU_VM_COMMAND}, {@code MIG_CMD_POSTCOPY_LISTEN}, and that nothing follows: what the package begins with. */
    private static final long LISTEN = 0x08_0004_0000L;

    private static final int LISTEN_BYTES = 5;
    private static final long FIVE_BYTES = 0xff_ffff_ffffL;
    private static final int LENGTH_BITS_IN_LATEST = 24;

    private final Place place;
    private long latest = -1;
    private long before = -1;
    private boolean inside;
    private long left;
    private boolean found;

    /** Which place of the package is looked for. */
    enum Place {
        BEGINNING,
        END
    }

    PackagedState(Place place) {
        this.place = place;
    }

    /**
     * Looks through the stream's next bytes; takes none of them.
     *
     * @return how many of them come before the place, or before the first bytes of a package, which do no harm without the last
     */
    int passable(ByteBuffer part) {
        int i = part.position();
        while (i < part.limit() && !found) {
            if (inside) {
                int skipped = (int) Math.min(left, part.limit() - i);
                left -= skipped;
                i += skipped;
            } else {
                look(part.get(i));
                i++;
            }
            found |= inside && left == 0;
        }
        return i - part.position();
    }

    private void look(byte next) {
        before = (before << Byte.SIZE) | (latest >>> (Long.SIZE - Byte.SIZE));
        latest = (latest << Byte.SIZE) | (next & 0xff);
        if (place == Place.BEGINNING) {
            found = (latest & FIVE_BYTES) == HEADER;
        } else if ((latest & FIVE_BYTES) == LISTEN && ((before >>> Byte.SIZE) & FIVE_BYTES) == HEADER) {
            long length = ((before & 0xff) << LENGTH_BITS_IN_LATEST)
                    | ((latest >>> (LISTEN_BYTES * Byte.SIZE)) & ((1L << LENGTH_BITS_IN_LATEST) - 1));
            inside = length >= LISTEN_BYTES;
            left = length - LISTEN_BYTES;
        }
    }

    boolean isFound() {
        return found;
    }
}
