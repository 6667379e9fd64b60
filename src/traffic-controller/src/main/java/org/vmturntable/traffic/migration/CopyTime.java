package org.vmturntable.traffic.migration;

import java.time.Clock;
import java.time.Instant;
import org.vmturntable.kernel.FailureCode;

/** Watches that a copy ends before what it needs does: a lightpath goes with its lease. */
record CopyTime(Lease lease, Clock clock) {
    Instant now() {
        return clock.instant();
    }

    /** True from shortly before the lease of what the migration was given ends. */
    boolean isOver(MigrationSaga saga) {
        return saga.possessions()
                .leaseEnd()
                .filter(end -> !now().isBefore(lease.copyUntil(end)))
                .isPresent();
    }

    /** Why such a copy had to end. */
    static Failure outOfTime(MigrationSaga saga) {
        String why = saga.history()
                .refusedExtension()
                .map(refusal -> ", which could not be extended: " + refusal.message() + " (" + refusal.code() + ")")
                .orElse("");
        return new Failure(
                FailureCode.WINDOW_ENDED,
                "The copy did not end within the time for which its lightpath was granted" + why);
    }
}
