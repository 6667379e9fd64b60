package org.vmturntable.traffic.plan;

import java.util.Optional;

/**
 * What a migration was promised when it was taken on.
 *
 * @param bounds that the caller asked for
 * @param plan empty if nobody asked for one: then the guest was not measured
 */
public record Planned(Bounds bounds, Optional<MigrationPlan> plan) {
    public static final Planned NOT = new Planned(Bounds.NONE, Optional.empty());
}
