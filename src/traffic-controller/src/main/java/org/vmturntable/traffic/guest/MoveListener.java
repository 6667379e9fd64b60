package org.vmturntable.traffic.guest;

import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/** Is told how a move goes on, and asked what the mover cannot know. */
@FunctionalInterface
public interface MoveListener {
    /** Must return at once. */
    void progressed(MoveProgress progress);

    /**
     * Nothing of the guest may go over the path before this has returned; what the hypervisors have to say to each other may. Called
     * by the mover's own thread, and blocks until the path stands.
     *
     * @throws org.vmturntable.kernel.GridException there will be no path: the move is ended and fails with this, the guest going on
     *     here
     */
    default void awaitPath() {}

    /**
     * The copy has come nearly as far as it will, and soon after this has returned the guest stops here for good. Called by a thread of
     * the mover's, once at most in a move; it may block, the guest running and its copy going on meanwhile. Not called if
     * the guest's memory was copied whole before that, or if the hypervisor offers no such moment.
     *
     * @throws org.vmturntable.kernel.GridException keeps the guest here: the move is ended and fails with this
     */
    default void aboutToSwitch() {}

    /**
     * What the guest does at its destination. Asked by the mover's own thread when the path was lost and only the destination knows
     * how the move ended; blocks for the answer.
     *
     * @throws org.vmturntable.kernel.GridException if nobody can tell now; it is then asked again
     */
    default GuestState stateThere() {
        throw new GridException(FailureCode.SITE_UNREACHABLE, "Nobody asks the destination");
    }
}
