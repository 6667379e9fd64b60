package org.vmturntable.gate;

import java.util.Arrays;
import java.util.Optional;

/** What a frame says. */
enum FrameType {
    /** Bytes of the stream. */
    DATA(0),
    /** A hypervisor has connected to the source's gate: the destination's connects to its own. */
    OPEN(1),
    /** What follows on this connection waits until the hold of this number is released. */
    HOLD(2),
    /** All holds up to this number are released. */
    RELEASE(3),
    /** No more data come this way. */
    END(4),
    /** The source has ended the move. */
    BYE(5),
    /** The destination takes the stream. */
    TAKEN(6),
    /** The destination does not take the stream. */
    NOT_TAKEN(7),
    /** What follows on this connection from the state of the guest's devices on waits until the hold of this number is released. */
    HOLD_STATE(8);

    private final byte code;

    FrameType(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static Optional<FrameType> of(byte code) {
        return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }
}
