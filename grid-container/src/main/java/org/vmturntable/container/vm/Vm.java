package org.vmturntable.container.vm;

import java.util.Optional;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.migration.MigrationSaga;

/**
 * A machine of this site.
 *
 * @param current the migration that goes on; empty if none does
 * @param last the one that ended last here; empty if none has
 */
record Vm(Guest guest, Optional<MigrationSaga> current, Optional<MigrationSaga> last) {}
