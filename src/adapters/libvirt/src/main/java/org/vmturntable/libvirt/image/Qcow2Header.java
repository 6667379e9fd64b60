package org.vmturntable.libvirt.image;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vmturntable.kernel.Bytes;

/**
 * The beginning of a qcow2 image.
 *
 * @see "QEMU, docs/interop/qcow2.rst: Header"
 */
final class Qcow2Header {
    private static final int MAGIC = 0x514649fb;
    /** Version, the backing file's name, and the clusters' size come first. */
    private static final int BEFORE_SIZE = 20;

    private Qcow2Header() {}

    /** What a guest sees of it; never changes while one runs. */
    static Bytes virtualSize(Path image) throws IOException {
        try (DataInputStream header = new DataInputStream(Files.newInputStream(image))) {
            if (header.readInt() != MAGIC) {
                throw new IOException("no qcow2 image");
            }
            header.skipNBytes(BEFORE_SIZE);
            return new Bytes(header.readLong());
        }
    }
}
