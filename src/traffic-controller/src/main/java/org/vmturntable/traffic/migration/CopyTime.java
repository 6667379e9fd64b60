package org.vmturntable.traffic.migration;

import java.time.Clock;
import java.time.Instant;

/** Watches that a copy ends before what it needs does: nothing renews a lease, and a lightpath goes with it. */
record CopyTime(Lease lease, Clock clock) {
    Instant now() {
        return clock.instant();
    }

    /** True from shortly before the lease of what the migration was given ends. */
    boolean isOver(MigrationSaga saga) {
        return saga.possessions()
                .room()
                .filter(room -> !now().isBefore(lease.copyUntil(room.until())))
                .isPresent();
    }
}
