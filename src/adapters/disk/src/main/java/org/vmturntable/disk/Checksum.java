package org.vmturntable.disk;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC-32C (RFC 3720, B.4), as storage protocols use it against damage; it does not keep out who wants to deceive. */
final class Checksum {
    private Checksum() {}

    static int of(ByteBuffer data) {
        CRC32C crc = new CRC32C();
        crc.update(data.duplicate());
        return (int) crc.getValue();
    }
}
