package org.vmturntable.gate;

import java.util.Arrays;
import java.util.Optional;

/** What goes through a connection between two gates. */
public enum StreamKind {
    /** A hypervisor's own migration stream; a move has several. */
    MEMORY(1),
    /** A guest's disks, from the source's container to the destination's receiver. */
    DISK(2);

    private final byte code;

    StreamKind(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static Optional<StreamKind> of(byte code) {
        return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
    }
}
