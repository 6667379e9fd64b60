package org.vmturntable.testbed.bench;

import java.time.Duration;

/** How long a guest took to the far end of a path, and home again. */
record ThereAndBack(Duration there, Duration back) {
    ThereAndBack minus(ThereAndBack other) {
        return new ThereAndBack(there.minus(other.there), back.minus(other.back));
    }
}
