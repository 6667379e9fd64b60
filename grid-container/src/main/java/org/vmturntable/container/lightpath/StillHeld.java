package org.vmturntable.container.lightpath;

import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/** A release after which something is still held has failed, for whoever asked for it. */
final class StillHeld {
    private StillHeld() {}

    /** @throws GridException {@link FailureCode#ELEMENT_UNREACHABLE} if so: the broker goes on trying, and the caller may ask again */
    static void refuse(boolean stillHeld) {
        if (stillHeld) {
            throw new GridException(
                    FailureCode.ELEMENT_UNREACHABLE, "An element on the lightpath's way could not be cleaned yet");
        }
    }
}
