package org.vmturntable.testbed.trial;

/** Something that is made to fail, once. */
interface Blow {
    /**
     * Strikes at once: all that takes time was done before.
     *
     * @return false if there was nothing to strike
     */
    boolean strike();

    /** Brings back what has failed, as far as somebody would; at once, and harmless if it is back. */
    void mend();
}
