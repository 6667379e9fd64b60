package org.vmturntable.traffic.hosting;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.GuestDisk;

/**
 * Room that another site asked for. Immutable.
 *
 * @param from who asked, and alone may order
 * @param vm empty if it was given back before it was ever asked for: a request that comes late is then refused
 * @param disks that come with the guest; may be empty
 * @param until when the lease ends
 * @param epoch the move's number in the VM's life; 0 until the arrival is prepared
 */
public record RoomHold(
        MigrationId migration,
        SiteId from,
        Optional<VmId> vm,
        Bytes memory,
        int virtualCpus,
        List<GuestDisk> disks,
        Instant until,
        RoomState state,
        long epoch) {
    public RoomHold {
        disks = List.copyOf(disks);
    }

    static RoomHold neverAskedFor(MigrationId migration, SiteId from, Instant now) {
        return new RoomHold(migration, from, Optional.empty(), Bytes.ZERO, 0, List.of(), now, RoomState.ABORTED, 0);
    }

    /** True while the room counts as taken. */
    public boolean isLive() {
        return state == RoomState.HELD || state == RoomState.PREPARED;
    }

    /** True once it was given back, whatever is left to be cleared away. */
    boolean isAborted() {
        return state == RoomState.CLEARING || state == RoomState.ABORTED;
    }

    /** True if the guest could ever have begun to arrive. */
    boolean wasPrepared() {
        return epoch > 0;
    }

    RoomHold on(RoomSignal signal) {
        return new RoomHold(
                migration, from, vm, memory, virtualCpus, disks, until, RoomMoves.TABLE.move(state, signal), epoch);
    }

    RoomHold withEnd(Instant later) {
        return new RoomHold(migration, from, vm, memory, virtualCpus, disks, later, state, epoch);
    }

    RoomHold withEpoch(long given) {
        return new RoomHold(migration, from, vm, memory, virtualCpus, disks, until, state, given);
    }
}
