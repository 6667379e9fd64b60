package org.vmturntable.gate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * Pages of a guest's memory, one behind the other, that are to follow it first.
 *
 * @param block QEMU's name of the memory that they lie in; 1 to 255 bytes
 * @param offset of the first in that, in bytes; a whole number of that memory's pages, as the length is
 * @param length of all of them, in bytes; positive
 */
public record PageRequest(String block, long offset, int length) {
    /** {@code MIG_RP_MSG_REQ_PAGES_ID}. */
    static final int TYPE = 3;

    private static final int MOST_NAME_BYTES = 255;

    public PageRequest {
        int bytes = block.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MOST_NAME_BYTES || offset < 0 || length <= 0) {
            throw new IllegalArgumentException("No page: " + length + " bytes at " + offset + " of '" + block + "'");
        }
    }

    /**
     * As the destination's QEMU would ask for them.
     *
     * @see "QEMU 10.0, migration/migration.c: migrate_send_rp_message, migrate_send_rp_message_req_pages"
     */
    static ByteBuffer messages(Collection<PageRequest> pages) {
        ByteBuffer all = ByteBuffer.allocate(
                pages.stream().mapToInt(page -> page.message().remaining()).sum());
        pages.forEach(page -> all.put(page.message()));
        return all.flip();
    }

    private ByteBuffer message() {
        byte[] name = block.getBytes(StandardCharsets.UTF_8);
        int payload = Long.BYTES + Integer.BYTES + 1 + name.length;
        return ByteBuffer.allocate(ReturnMessages.HEADER_BYTES + payload)
                .putShort((short) TYPE)
                .putShort((short) payload)
                .putLong(offset)
                .putInt(length)
                .put((byte) name.length)
                .put(name)
                .flip();
    }
}
