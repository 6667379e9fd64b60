package org.vmturntable.traffic.migration;

import static org.vmturntable.traffic.migration.MigrationSignal.*;
import static org.vmturntable.traffic.migration.MigrationState.*;

import org.vmturntable.kernel.TransitionTable;

/** Every move that a migration may make. */
public final class MigrationMoves {
    /** A stranded migration is final for whoever waits for it, but no end of the table: an operator can have it taken up again. */
    public static final TransitionTable<MigrationState, MigrationSignal> TABLE =
            TransitionTable.<MigrationState, MigrationSignal>from(REQUESTED)
                    .move(REQUESTED, ROOM_GIVEN, ROOM_HELD)
                    .move(ROOM_HELD, TOKEN_GRANTED, AUTHORISED)
                    .move(AUTHORISED, PATH_BOOKED, RESERVED)
                    .move(RESERVED, ARRIVAL_READY, ARRIVAL_PREPARED)
                    .move(ARRIVAL_PREPARED, COPY_BEGUN, COPYING)
                    // the hypervisors take up with each other while elements are still being switched
                    .move(COPYING, ELEMENTS_SWITCHED, COPYING)
                    .move(COPYING, LEASE_EXTENDED, COPYING)
                    // a guest that has switched needs another path when its own has ended
                    .move(COPYING, TOKEN_GRANTED, COPYING)
                    .move(COPYING, PATH_BOOKED, COPYING)
                    .move(COPYING, EXTENSION_REFUSED, COPYING)
                    .move(COPYING, GUEST_ARRIVED, SWITCHED_OVER)
                    .move(SWITCHED_OVER, TRAFFIC_MOVED, TUNNEL_MOVED)
                    .move(TUNNEL_MOVED, GUEST_SETTLED, SETTLED)
                    .move(SETTLED, ALL_RELEASED, COMPLETED)
                    // the lightpath and the token are given back while the traffic moves and the destination settles
                    // the guest
                    .move(SWITCHED_OVER, HOLDING_RELEASED, SWITCHED_OVER)
                    .move(TUNNEL_MOVED, HOLDING_RELEASED, TUNNEL_MOVED)
                    .move(SETTLED, HOLDING_RELEASED, SETTLED)
                    .move(REQUESTED, CANCEL_ASKED, REQUESTED)
                    .move(ROOM_HELD, CANCEL_ASKED, ROOM_HELD)
                    .move(AUTHORISED, CANCEL_ASKED, AUTHORISED)
                    .move(RESERVED, CANCEL_ASKED, RESERVED)
                    .move(ARRIVAL_PREPARED, CANCEL_ASKED, ARRIVAL_PREPARED)
                    .move(COPYING, CANCEL_ASKED, COPYING)
                    .move(REQUESTED, STEP_FAILED, UNDOING)
                    .move(ROOM_HELD, STEP_FAILED, UNDOING)
                    .move(AUTHORISED, STEP_FAILED, UNDOING)
                    .move(RESERVED, STEP_FAILED, UNDOING)
                    .move(ARRIVAL_PREPARED, STEP_FAILED, UNDOING)
                    .move(COPYING, STEP_FAILED, UNDOING)
                    .move(UNDOING, HOLDING_RELEASED, UNDOING)
                    .move(UNDOING, UNDONE, ROLLED_BACK)
                    .move(UNDOING, GAVE_UP, STRANDED)
                    .move(COPYING, GAVE_UP, STRANDED)
                    .move(SWITCHED_OVER, GAVE_UP, STRANDED)
                    .move(TUNNEL_MOVED, GAVE_UP, STRANDED)
                    .move(SETTLED, GAVE_UP, STRANDED)
                    .move(STRANDED, UNDO_AGAIN, UNDOING)
                    .move(STRANDED, LOCATE_AGAIN, COPYING)
                    .move(STRANDED, TUNNEL_AGAIN, SWITCHED_OVER)
                    .move(STRANDED, SETTLE_AGAIN, TUNNEL_MOVED)
                    .move(STRANDED, RELEASE_AGAIN, SETTLED)
                    .ends(COMPLETED, ROLLED_BACK);

    private MigrationMoves() {}

    /** The signal that takes up a migration again which was given up in this state. */
    static MigrationSignal again(MigrationState givenUpIn) {
        return switch (givenUpIn) {
            case COPYING -> LOCATE_AGAIN;
            case SWITCHED_OVER -> TUNNEL_AGAIN;
            case TUNNEL_MOVED -> SETTLE_AGAIN;
            case SETTLED -> RELEASE_AGAIN;
            default -> UNDO_AGAIN;
        };
    }
}
