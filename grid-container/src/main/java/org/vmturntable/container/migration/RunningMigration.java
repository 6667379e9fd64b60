package org.vmturntable.container.migration;

import java.util.Optional;
import org.vmturntable.traffic.guest.MoveProgress;
import org.vmturntable.traffic.migration.MigrationSaga;

/**
 * A migration as its resource shows it.
 *
 * @param progress of the copy; empty unless one is under way
 */
record RunningMigration(MigrationSaga saga, Optional<MoveProgress> progress) {}
