package org.vmturntable.traffic.guest;

/** Is told how a move goes on. */
@FunctionalInterface
public interface MoveListener {
    /** Must return at once. */
    void progressed(MoveProgress progress);

    /**
     * Called once, when nothing is left to do but to stop the guest here and resume it there; the guest still runs, and stops only
     * when this returns, so it may block for a moment. Not called for a guest that a hypervisor switches over by itself.
     *
     * @throws org.vmturntable.kernel.GridException to end the move: the guest goes on here
     */
    default void aboutToSwitch() {}
}
