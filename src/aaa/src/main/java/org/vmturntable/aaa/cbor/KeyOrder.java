package org.vmturntable.aaa.cbor;

import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/** Checks that numbers come in strictly ascending order, none of them negative: map keys, and sets written as arrays. */
public final class KeyOrder {
    private long last = -1;

    /** @throws GridException {@link FailureCode#TOKEN_MALFORMED} if it is not greater than the one before */
    public long next(long key) {
        if (key <= last) {
            throw new GridException(FailureCode.TOKEN_MALFORMED, "The token cannot be read: keys out of order");
        }
        last = key;
        return key;
    }
}
