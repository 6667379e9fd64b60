package org.vmturntable.traffic.guest;

import org.vmturntable.kernel.Bytes;

/**
 * How far a move has come.
 *
 * @param pass 1 for the first pass over the memory
 * @param bytesPerSecond as the hypervisor measured it last; 0 if not known yet
 */
public record MoveProgress(Phase phase, int pass, Bytes moved, Bytes remaining, Bytes total, long bytesPerSecond) {
    /** What the copy is doing. */
    public enum Phase {
        /** What the guest has written on its disks; its memory follows. */
        DISKS,
        SETUP,
        PRE_COPY,
        SWITCHOVER,
        POST_COPY,
        DONE;

        /** False once the guest has stopped here for good. */
        public boolean canBeCancelled() {
            return this == DISKS || this == SETUP || this == PRE_COPY;
        }
    }
}
