package org.vmturntable.store;

import java.time.Instant;
import java.util.Optional;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.migration.MigrationState;

/**
 * A migration's step from one state to the next.
 *
 * @param sequence from 1, without gaps within one migration
 * @param place grows over all migrations of a VM from this site
 * @param previous empty for the first
 * @param given what came with it, for a person; may be empty
 */
public record StateChange(
        MigrationId migration,
        long sequence,
        VmId vm,
        long place,
        Instant at,
        Optional<MigrationState> previous,
        MigrationState state,
        String given) {}
