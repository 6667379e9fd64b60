package org.vmturntable.testbed.bench.downtime;

import java.util.OptionalDouble;

/**
 * What one move cost. Times in milliseconds.
 *
 * @param blackout from the source QEMU's STOP to the destination's RESUME
 * @param serialGap the longest silence at the serial port
 * @param pingGap the longest silence of the client's pings
 * @param clientGap the longest silence of whichever of the client's probes was silent longest
 * @param pingsSent during the move
 * @param pingsLost of these
 * @param sessionLives every line of the client's TCP session came back
 * @param total from the order to the end
 * @param brownOut from RESUME until the guest works at nine tenths of its former speed
 * @param bytesMoved that left the source's lightpath port, headers and all
 * @param formerSpeed pages per second before the move
 * @param bound that the tool had promised for the blackout; empty if it promised none
 */
record MoveFigures(
        double blackout,
        double serialGap,
        double pingGap,
        double clientGap,
        long pingsSent,
        long pingsLost,
        boolean sessionLives,
        double total,
        double brownOut,
        long bytesMoved,
        double formerSpeed,
        OptionalDouble bound) {
    boolean breaksItsBound() {
        return bound.isPresent() && blackout > bound.getAsDouble();
    }
}
