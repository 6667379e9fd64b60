package org.vmturntable.traffic.hosting;

import static org.vmturntable.traffic.hosting.RoomSignal.*;
import static org.vmturntable.traffic.hosting.RoomState.*;

import org.vmturntable.kernel.TransitionTable;

/** Every move that a hold may make. A repeated order is answered without a move. */
public final class RoomMoves {
    public static final TransitionTable<RoomState, RoomSignal> TABLE = TransitionTable.<RoomState, RoomSignal>from(HELD)
            .move(HELD, PREPARE, PREPARED)
            .move(HELD, ABORT, CLEARING)
            .move(HELD, LEASE_END, EXPIRED)
            .move(PREPARED, COMMIT, COMMITTED)
            .move(PREPARED, ABORT, CLEARING)
            .move(PREPARED, LEASE_END, EXPIRED)
            // a guest that came after the lease's end is here all the same
            .move(EXPIRED, COMMIT, COMMITTED)
            .move(EXPIRED, ABORT, CLEARING)
            .move(CLEARING, CLEARED, ABORTED)
            .ends(COMMITTED, ABORTED);

    private RoomMoves() {}
}
