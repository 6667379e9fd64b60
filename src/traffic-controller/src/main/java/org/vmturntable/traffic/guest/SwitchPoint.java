package org.vmturntable.traffic.guest;

import org.vmturntable.kernel.Bytes;

/** When a copy is to end by a switch: what plans reckon with, and movers go by. */
public final class SwitchPoint {
    /** What is left when so short a pass begins, in seconds, is not worth another one. */
    public static final double LAST_PASS_SECONDS = 0.1;
    /** A pass that leaves more than so much of what the one before left is one too many: the guest writes as fast as passes copy. */
    public static final double WORTH_ANOTHER_PASS = 0.7;
    /** A guest may wait so long, in seconds, for memory that follows it; rather it is slowed down for some passes. */
    public static final double LONGEST_WAIT_SECONDS = 1;
    /** Whatever is left after so many passes follows the guest. */
    public static final int MOST_PASSES = 12;
    /** Of a copy that has converged, left at the switch: it is there in 5 ms at 900 Mbit/s. */
    public static final Bytes LITTLE = new Bytes(512 << 10);

    private SwitchPoint() {}
}
