package org.vmturntable.traffic.guest;

/** Is told how a move goes on. */
@FunctionalInterface
public interface MoveListener {
    /** Must return at once. */
    void progressed(MoveProgress progress);

    /**
     * The copy has come as far as it will, and as soon as this returns the guest stops here for good. Called by the mover's own
     * thread, once at most in a move; it may block, the guest running on meanwhile and the path lying nearly idle. Not called if
     * the guest's memory was copied whole before that, or if the hypervisor offers no such moment.
     *
     * @throws org.vmturntable.kernel.GridException keeps the guest here: the move is ended and fails with this
     */
    default void aboutToSwitch() {}
}
