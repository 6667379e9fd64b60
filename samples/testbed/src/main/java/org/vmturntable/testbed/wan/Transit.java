package org.vmturntable.testbed.wan;

/** Frames on their way somewhere. */
interface Transit {
    /** When the next frame is there, nanoseconds of {@link System#nanoTime}, or {@link DelayLine#NEVER}. */
    long nextArrival();

    /** Delivers what is there by now. */
    void deliver(long now);
}
