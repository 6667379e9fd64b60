package org.vmturntable.gate;

import java.nio.ByteBuffer;

/**
 * Finds in a hypervisor's memory stream the state of the guest's devices when it switches by post-copy: QEMU sends it, and the word to
 * run, as one package, and does nothing with its first byte before it has the last. For one stream, which may be cut into parts
 * anywhere.
 *
 * <p>Bytes of the guest's memory may look like a package's beginning: then the place is found too early, or its end not at all.
 *
 * @see "QEMU 10.0, migration/savevm.c: qemu_savevm_command_send, qemu_savevm_send_packaged, loadvm_handle_cmd_packaged"
 */
final class PackagedState {
    /** {@code QEMU_VM_COMMAND}, {@code MIG_CMD_PACKAGED}, and that four bytes follow, which are the package's length. */
    private static final long HEADER = 0x08_0007_0004L;

    private static final long MASK = 0xff_ffff_ffffL;
    /** {@code MAX_VM_CMD_PACKAGED_SIZE}. */
    private static final long LONGEST = 1 << 24;

    private final Place place;
    private long latest = MASK;
    private int lengthBytes;
    private long length;
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
            i += lengthBytes == Integer.BYTES ? skipped(part.limit() - i) : looked(part.get(i));
        }
        return i - part.position();
    }

    private int skipped(int available) {
        int skipped = (int) Math.min(length, available);
        length -= skipped;
        found = length == 0;
        return skipped;
    }

    private int looked(byte next) {
        if (latest == HEADER) {
            length = (length << Byte.SIZE) | (next & 0xff);
            lengthBytes++;
            if (lengthBytes == Integer.BYTES && (length == 0 || length > LONGEST)) {
                lengthBytes = 0; // none such is sent
                latest = MASK;
                length = 0;
            }
        } else {
            latest = ((latest << Byte.SIZE) | (next & 0xff)) & MASK;
            found = latest == HEADER && place == Place.BEGINNING;
        }
        return 1;
    }

    boolean isFound() {
        return found;
    }
}
