package org.vmturntable.traffic.guest;

import java.util.Map;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;

/** The images of a site's disks. Calls block for the file system, and may fail with {@code HYPERVISOR_FAILED}. */
public interface DiskImages {
    /** Of a site that was given no place for them. */
    DiskImages NONE = new DiskImages() {
        @Override
        public void requireBase(String digest) {
            throw new GridException(
                    FailureCode.BASE_IMAGE_UNKNOWN,
                    "This site has no place for disks: its configuration lacks hosting.images",
                    Map.of("base", digest));
        }

        @Override
        public Bytes free() {
            return Bytes.ZERO;
        }

        @Override
        public void discardArrival(VmId vm, String target) {}
    };

    /**
     * Makes sure that a base image is here, and that it holds what its name says; the first time it is read for that from
     * beginning to end.
     *
     * @param digest SHA-256 of its content, in lower-case hexadecimal
     * @throws GridException {@code BASE_IMAGE_UNKNOWN}; its sentence says where to copy the image
     */
    void requireBase(String digest);

    /** What may still be written. */
    Bytes free();

    /** Removes what arrived of a disk whose guest did not come; what it had left behind at an earlier time stays. */
    void discardArrival(VmId vm, String target);
}
