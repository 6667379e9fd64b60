package org.vmturntable.cli.verb;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.vmturntable.cli.grid.Plan;
import org.vmturntable.cli.grid.Vm;
import org.vmturntable.cli.show.Amounts;
import org.vmturntable.cli.show.Table;
import org.vmturntable.cli.show.Words;

/** A plan as text. */
final class PlanText {
    private PlanText() {}

    static List<String> lines(Vm vm, String to, Plan plan) {
        return new Table("machine", vm.name() + ", " + vm.site() + " to " + to)
                .row(
                        "path",
                        Amounts.rate(plan.bandwidth()) + ", RTT "
                                + Amounts.seconds(Duration.ofNanos(plan.roundTripMicros() * 1_000)))
                .row("writes", written(plan))
                .row("strategy", Words.of(plan.strategy()) + ", passes: " + plan.passes())
                .row("moved", "up to " + Amounts.megabytes(plan.bytes()) + disks(plan))
                .row("copy", Amounts.seconds(Duration.ofMillis(plan.copyMillis())))
                .row("in all", Amounts.seconds(Duration.ofMillis(plan.totalMillis())))
                .row("blackout", plan.blackoutMillis() + " ms; at most " + plan.blackoutBoundMillis() + " ms")
                .row("brown-out", plan.brownOutMillis() + " ms")
                .row("lease", Amounts.seconds(Duration.ofMillis(plan.leaseMillis())))
                .lines();
    }

    private static String disks(Plan plan) {
        return plan.diskBytes() == 0 ? "" : ", of which disks " + Amounts.megabytes(plan.diskBytes());
    }

    private static String written(Plan plan) {
        return plan.written().stream()
                .map(seen -> Amounts.megabytes(seen.bytes()) + " in "
                        + Amounts.seconds(Duration.ofMillis(seen.withinMillis())))
                .collect(Collectors.joining(", "));
    }
}
