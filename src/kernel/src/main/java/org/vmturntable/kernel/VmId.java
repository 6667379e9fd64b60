package org.vmturntable.kernel;

import java.util.UUID;

/** Identifies a virtual machine; the same as its libvirt domain UUID, at every site that it visits. */
public record VmId(UUID value) {
    public static VmId random() {
        return new VmId(UUID.randomUUID());
    }

    /**
     * Reads the 36-character form of RFC 9562.
     *
     * @throws GridException {@link FailureCode#MALFORMED_ID} if the text is not a UUID
     */
    public static VmId parse(String text) {
        return new VmId(Uuids.parse("VM id", text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
