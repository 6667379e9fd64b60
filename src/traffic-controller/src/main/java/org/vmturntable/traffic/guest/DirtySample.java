package org.vmturntable.traffic.guest;

import java.time.Duration;
import org.vmturntable.kernel.Bytes;

/**
 * How much of its memory a guest wrote within a time; a page that was written twice counts once.
 *
 * @param within longer than zero
 */
public record DirtySample(Duration within, Bytes distinct) {
    public DirtySample {
        if (within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException("Nothing is written within no time: " + within);
        }
    }
}
