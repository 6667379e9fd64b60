package org.vmturntable.kernel;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what others do, for tests of every module. */
public final class Waiting {
    private Waiting() {}

    public static void until(String what, Duration atMost, BooleanSupplier condition) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within " + atMost + ": " + what);
            }
            aMoment();
        }
    }

    public static void aMoment() {
        aWhile(Duration.ofMillis(50));
    }

    public static void aWhile(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
