package org.vmturntable.traffic.guest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;

/** The hypervisor of this site. Every call may block for as long as the hypervisor does; all may fail with {@code HYPERVISOR_FAILED}. */
public interface GuestMover {
    /** The guests at this site that may be moved, in the order of their names; may be empty. */
    List<Guest> guests();

    /** The guest, or one with state {@link GuestState#ABSENT}'s meaning: empty if the hypervisor does not know it. */
    Optional<Guest> find(VmId vm);

    /**
     * Moves a running guest and returns when all of it is at the destination, or throws while it still runs here. Blocks for the
     * whole copy. The move goes on in the hypervisor when this process dies: see {@link #awaitEnd}. A path that is lost when the
     * guest has switched is waited for, and the rest of the memory sent when it is back.
     *
     * @param listener called from the calling thread or another, several times a second; asked for the path before the first byte goes over it
     * @throws org.vmturntable.kernel.GridException {@code COPY_FAILED}, {@code PATH_LOST} or {@code CANCELLED}, the guest going on
     *     here; {@code GUEST_LOST} if it is known to run nowhere; {@code MEMORY_DIVIDED} if it has switched and the path did not
     *     come back in time: it lives at the destination, and what it lacks there is still here; or what
     *     {@link MoveListener#aboutToSwitch} threw, the guest going on here
     */
    MoveOutcome move(MoveOrder order, MoveListener listener);

    /**
     * Waits, for some seconds at most, until a guest that has moved away from here is no longer known here: its hypervisor is ended a
     * moment after {@link #move} has returned.
     */
    default void awaitDeparture(VmId vm) {}

    /**
     * Waits for a move that an earlier run of this process had begun, and takes up one that {@code MEMORY_DIVIDED} had ended.
     * Fails as {@link #move} does.
     *
     * @param order as it was given
     * @return empty if no move of that guest is under way
     */
    Optional<MoveOutcome> awaitEnd(MoveOrder order, MoveListener listener);

    /** Asks a move to stop; the guest goes on here. Does nothing if none is under way, or the guest has switched. */
    void cancel(VmId vm);

    /**
     * Keeps the way of a move that is under way open for some minutes more than any lease lasts that is granted now. Does nothing if
     * none is under way.
     *
     * @param order as it was given
     * @throws org.vmturntable.kernel.GridException {@code GATE_FAILED}
     */
    default void keepWayOpen(MoveOrder order) {}

    /** When the guest was last seen to stop for its switchover here (QEMU's own STOP event), since this process started. */
    Optional<Instant> lastStopped(VmId vm);

    /** When the guest was last seen to resume here (QEMU's own RESUME event), since this process started. */
    Optional<Instant> lastResumed(VmId vm);

    /**
     * Tells of each guest that resumes here, at once and on the hypervisor's event thread: the listener must hand on what takes
     * time. A hypervisor without such events tells nothing; traffic then follows a guest only when its source knows of the end.
     */
    default void onResumed(Consumer<VmId> listener) {}

    /**
     * Whether a part of the memory of a guest that runs here is still to come, so that it ends if its source does; false if it does
     * not run here.
     */
    default boolean lacksMemory(VmId vm) {
        return false;
    }

    /**
     * Whether the hypervisor still takes the guest in, also one that runs here already: until that has ended neither its disks nor its
     * interfaces are known here.
     */
    default boolean isTakenIn(VmId vm) {
        return false;
    }

    /**
     * Tells with which migration a guest is to arrive here next: from its first write on, what it writes on its disks is counted
     * under that name, so that it can go back with nothing else.
     */
    default void expect(VmId vm, MigrationId migration) {}

    /** Removes what an aborted arrival left here: a paused, half-received guest. Never touches one that runs or has switched. */
    void discardArrival(VmId vm);

    /**
     * Watches how much of its memory a running guest writes: blocks for the times together and somewhat longer. The guest goes on.
     *
     * @param periods whole seconds, 1 to 60 each
     * @return one sample for each, in their order
     * @throws org.vmturntable.kernel.GridException {@code HYPERVISOR_FAILED} also if this hypervisor cannot tell
     */
    default List<DirtySample> dirtying(VmId vm, List<Duration> periods) {
        throw new GridException(FailureCode.HYPERVISOR_FAILED, "This hypervisor does not tell what a guest writes");
    }

    /** Whether guests are switched over by post-copy, where the destination can. */
    default boolean switchesByPostCopy() {
        return false;
    }

    /** Where this site keeps the images of its disks. */
    default DiskImages images() {
        return DiskImages.NONE;
    }

    /** Ends the guest and forgets it. */
    void destroy(VmId vm);
}
