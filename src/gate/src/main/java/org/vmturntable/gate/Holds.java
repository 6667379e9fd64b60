package org.vmturntable.gate;

import java.util.function.BooleanSupplier;

/** What keeps a move's streams back at the destination: numbered holds, each for all that comes behind it. */
final class Holds {
    private long released;
    private boolean letGo;

    /**
     * Waits until the hold is released.
     *
     * @param ended ends the wait too, when {@link #wake} is called
     */
    synchronized void await(long hold, BooleanSupplier ended) throws InterruptedException {
        while (!letGo && hold > released && !ended.getAsBoolean()) {
            wait();
        }
    }

    /** Releases the holds up to this number, also those that come only later. */
    synchronized void release(long hold) {
        released = Math.max(released, hold);
        notifyAll();
    }

    /** Nothing is held any more in this move. */
    synchronized void letGo() {
        letGo = true;
        notifyAll();
    }

    synchronized void wake() {
        notifyAll();
    }
}
