package org.vmturntable.traffic.simulation;

/** The container's process ends here. An error, so that nothing in it can catch it. */
public final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    public Killed(String where) {
        super(where);
    }
}
