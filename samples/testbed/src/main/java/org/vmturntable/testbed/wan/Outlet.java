package org.vmturntable.testbed.wan;

/** What an element's port leads to. */
interface Outlet {
    /**
     * Sends a copy of the frame on.
     *
     * @return false if it was lost here
     */
    boolean send(Frame frame);
}
