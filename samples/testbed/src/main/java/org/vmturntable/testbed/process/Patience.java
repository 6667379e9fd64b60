package org.vmturntable.testbed.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something to become true, for a bounded time. */
public final class Patience {
    private static final Duration STEP = Duration.ofMillis(50);

    private Patience() {}

    /**
     * Asks every 50 ms until the answer is yes.
     *
     * @param what the condition as the end of the sentence "… did not come"
     * @param watched fails if what is waited for cannot come any more
     * @throws HostException when the limit is over
     */
    public static void until(String what, Duration limit, Runnable watched, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            watched.run();
            if (System.nanoTime() > end) {
                throw new HostException(what + " did not come within " + limit.toSeconds() + " s.");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(STEP.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new HostException("Interrupted while waiting.", stopped);
        }
    }
}
