package org.vmturntable.traffic.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.vmturntable.traffic.guest.DirtySample;
import org.vmturntable.traffic.plan.MigrationPlan;
import org.vmturntable.traffic.plan.PathMeasure;

/**
 * What a migration would be like that began now. Holds nothing, and promises nothing to anyone else's migration.
 *
 * @param written what was seen of the guest; not empty
 * @param lease how long room, token and lightpath would be asked for
 * @param made when the guest had been looked at
 */
public record Proposal(MigrationPlan plan, PathMeasure path, List<DirtySample> written, Duration lease, Instant made) {
    public Proposal {
        written = List.copyOf(written);
    }
}
