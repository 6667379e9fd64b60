package org.vmturntable.testbed.bench.downtime;

import java.time.Duration;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.testbed.topology.Fibre;
import org.vmturntable.testbed.topology.OpticalLayer;

/**
 * What no tool can stay below on a path: the last word needs half a round trip, and the device state has to be sent.
 *
 * @param rate of its narrowest fibre
 */
record PathLimit(Duration rtt, Bandwidth rate) {
    /** Of a machine with a network card and a serial port, without a disk: measured, QEMU 7.2 and 10.0. */
    private static final double DEVICE_STATE_BYTES = 58_590;

    private static final double MILLIS_IN_SECOND = 1e3;
    private static final double NANOS_IN_MILLISECOND = 1e6;

    /** Over all the fibres there are. */
    static PathLimit of(OpticalLayer optical) {
        return new PathLimit(
                optical.fibres().stream().map(Fibre::rtt).reduce(Duration.ZERO, Duration::plus),
                optical.fibres().stream()
                        .map(Fibre::rate)
                        .min(java.util.Comparator.comparing(Bandwidth::bitsPerSecond))
                        .orElseThrow());
    }

    double rttMillis() {
        return rtt.toNanos() / NANOS_IN_MILLISECOND;
    }

    double blackoutMillis() {
        return rttMillis() / 2 + DEVICE_STATE_BYTES / rate.bytesPerSecond() * MILLIS_IN_SECOND;
    }
}
