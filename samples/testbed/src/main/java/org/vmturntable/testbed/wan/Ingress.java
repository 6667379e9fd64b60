package org.vmturntable.testbed.wan;

/** Where frames enter from a TAP. */
interface Ingress {
    Tap tap();

    /** When this place is ready for its next frame, nanoseconds of {@link System#nanoTime}; in the past if it is now. */
    long readyAt(long now);

    /**
     * Takes one frame that was read.
     *
     * @param now nanoseconds of {@link System#nanoTime}
     */
    void accept(Frame frame, long now);
}
