package org.vmturntable.aaa.token;

import java.util.Optional;
import java.util.stream.Stream;

/** What a token lets its holder do. */
public enum Right {
    /** Book a lightpath. */
    RESERVE(1),
    /** Switch its elements. */
    PROVISION(2),
    /** Give it back. */
    RELEASE(3),
    /** Bring the VM to the destination. */
    ARRIVE(4);

    private final int code;

    Right(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Optional<Right> ofCode(long code) {
        return Stream.of(values()).filter(right -> right.code == code).findFirst();
    }
}
