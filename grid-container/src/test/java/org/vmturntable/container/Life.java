package org.vmturntable.container;

/** Whether a container's process lives. */
final class Life {
    private volatile boolean ended;

    void end() {
        ended = true;
    }

    void check() {
        if (ended) {
            throw new Killed();
        }
    }
}
