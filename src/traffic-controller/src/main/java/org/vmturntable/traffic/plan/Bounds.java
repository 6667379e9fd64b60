package org.vmturntable.traffic.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * What a caller wants to be promised.
 *
 * @param maxBlackout the guest is to stand still no longer
 * @param deadline the migration is to be over by then
 */
public record Bounds(Optional<Duration> maxBlackout, Optional<Instant> deadline) {
    public static final Bounds NONE = new Bounds(Optional.empty(), Optional.empty());

    public boolean isEmpty() {
        return maxBlackout.isEmpty() && deadline.isEmpty();
    }

    /**
     * Refuses a plan that cannot keep them.
     *
     * @param now when the migration begins
     * @throws GridException {@code BOUND_IMPOSSIBLE}; its details name what could be promised
     */
    public void require(MigrationPlan plan, PathMeasure path, Instant now) {
        maxBlackout
                .filter(wished -> plan.blackout().bound().compareTo(wished) > 0)
                .ifPresent(wished -> {
                    throw blackoutTooLong(wished, plan, path);
                });
        Instant end = now.plus(plan.total());
        deadline.filter(end::isAfter).ifPresent(wished -> {
            throw new GridException(
                    FailureCode.BOUND_IMPOSSIBLE,
                    "The migration is predicted to take " + plan.total().toMillis() + " ms, and would end at " + end
                            + ", after " + wished,
                    Map.of("deadline", wished.toString(), "predictedEnd", end.toString()));
        });
    }

    private static GridException blackoutTooLong(Duration wished, MigrationPlan plan, PathMeasure path) {
        Duration floor =
                plan.strategy() == Strategy.PLAIN_PRECOPY ? path.roundTrip().plus(path.oneWay()) : path.oneWay();
        String reason = wished.compareTo(floor) <= 0
                ? "the way over the path alone takes " + floor.toMillis() + " ms"
                : "no less than " + plan.blackout().boundMillis() + " ms can be promised";
        return new GridException(
                FailureCode.BOUND_IMPOSSIBLE,
                "A blackout of at most " + wished.toMillis() + " ms is impossible: " + reason,
                Map.of(
                        "maxBlackoutMs", Long.toString(wished.toMillis()),
                        "blackoutBoundMs", Long.toString(plan.blackout().boundMillis()),
                        "leastMs", Long.toString(floor.toMillis())));
    }
}
