package org.vmturntable.container.migration;

import java.util.Optional;
import org.vmturntable.traffic.guest.MoveProgress;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.plan.Blackout;
import org.vmturntable.traffic.plan.MigrationPlan;

/**
 * A migration as its resource shows it.
 *
 * @param progress of the copy; empty unless one is under way
 * @param outlook for the rest of the copy; empty unless one is under way, in its second pass or a later one
 */
record RunningMigration(MigrationSaga saga, Optional<MoveProgress> progress, Optional<MigrationPlan> outlook) {
    /** The latest there is. */
    Optional<Blackout> predicted() {
        return outlook.map(MigrationPlan::blackout).or(() -> saga.figures().predicted());
    }
}
