package org.vmturntable.libvirt;

import java.time.Duration;

/**
 * How long a guest may stand still for its last copy, by the pass: short at first, so that little is left to send when it stops;
 * longer from pass to pass when the guest writes faster than the path carries, so that a move comes to its end.
 *
 * <p>Counts the last dirty memory at the measured rate only, as QEMU does: half a round trip and libvirt's own calls come on
 * top.
 */
final class DowntimeLimit {
    private static final long SHORTEST_MILLIS = 50;
    private static final long LONGEST_MILLIS = 2_000;
    private static final long PATIENT_PASSES = 5;

    private DowntimeLimit() {}

    /** @param pass 1 for the first */
    static Duration atPass(long pass) {
        long doublings = Math.min(Math.max(0, pass - PATIENT_PASSES), 10);
        return Duration.ofMillis(Math.min(SHORTEST_MILLIS << doublings, LONGEST_MILLIS));
    }
}
