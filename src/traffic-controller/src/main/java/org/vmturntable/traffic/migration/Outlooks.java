package org.vmturntable.traffic.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.traffic.guest.MoveProgress;
import org.vmturntable.traffic.lightpath.ReservedLightpath;
import org.vmturntable.traffic.plan.DirtyCurve;
import org.vmturntable.traffic.plan.MigrationPlan;
import org.vmturntable.traffic.plan.PassLog;
import org.vmturntable.traffic.plan.PathMeasure;
import org.vmturntable.traffic.plan.Planner;

/** Plans the rest of each copy anew when a pass begins, by what its own passes have shown of the guest. In memory only. */
final class Outlooks {
    private final Map<MigrationId, PassLog> logs = new ConcurrentHashMap<>();
    private final Map<MigrationId, Outlook> outlooks = new ConcurrentHashMap<>();
    private final boolean postCopy;

    private record Outlook(MigrationPlan rest, Instant made) {}

    Outlooks(boolean postCopy) {
        this.postCopy = postCopy;
    }

    /** Returns at once, as who listens to a move has to. */
    void progressed(MigrationSaga saga, MoveProgress report, Planner planner, Instant now) {
        if (report.phase() != MoveProgress.Phase.PRE_COPY) {
            return;
        }
        PassLog log = logs.computeIfAbsent(saga.id(), id -> new PassLog());
        if (log.begins(report.pass(), report.remaining(), now)) {
            path(saga)
                    .map(path -> planner.rest(
                            report.remaining(),
                            saga.order().guest().memory(),
                            DirtyCurve.fit(log.written()),
                            path,
                            postCopy))
                    .ifPresent(rest -> outlooks.put(saga.id(), new Outlook(rest, now)));
        }
    }

    /** The rest of the copy, as it was predicted when the pass began; empty in the first pass and when the copy has ended. */
    Optional<MigrationPlan> of(MigrationId id) {
        return Optional.ofNullable(outlooks.get(id)).map(Outlook::rest);
    }

    /** When the copy will have ended by that. */
    Optional<Instant> end(MigrationId id) {
        return Optional.ofNullable(outlooks.get(id))
                .map(outlook -> outlook.made().plus(outlook.rest().copy()));
    }

    void forget(MigrationId id) {
        logs.remove(id);
        outlooks.remove(id);
    }

    private static Optional<PathMeasure> path(MigrationSaga saga) {
        return saga.possessions()
                .lightpath()
                .filter(path -> path.roundTrip().compareTo(Duration.ZERO) > 0)
                .map(Outlooks::measure);
    }

    private static PathMeasure measure(ReservedLightpath path) {
        return new PathMeasure(path.bandwidth(), path.roundTrip());
    }
}
