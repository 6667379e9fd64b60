package org.vmturntable.testbed.bench;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.vmturntable.cli.follow.MigrationFollower;
import org.vmturntable.cli.follow.MigrationWatcher;
import org.vmturntable.cli.follow.Pause;
import org.vmturntable.cli.grid.Finder;
import org.vmturntable.cli.grid.Grid;
import org.vmturntable.cli.grid.MigrateOrder;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.MigrationState;
import org.vmturntable.cli.grid.Plan;
import org.vmturntable.cli.grid.Reference;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.topology.Site;

/** The turntable's own way, as a client orders it by SOAP: room, token, lightpath, copy, tunnel and all given back. */
public final class SagaMove {
    private final Grid grid;
    private final String vm;
    private final BenchPath path;
    private final Pause pause;

    /** @param pause between two looks at the migration */
    public SagaMove(Grid grid, String vm, BenchPath path, Pause pause) {
        this.grid = grid;
        this.vm = vm;
        this.path = path;
        this.pause = pause;
    }

    /**
     * What migrations took, by the site's own clock.
     *
     * @param total from the request to the last state
     * @param move of it, the hypervisors' part
     */
    record Times(ThereAndBack total, ThereAndBack move) {}

    Times thereAndBack() throws InterruptedException {
        Migration there = migrate(path.to());
        Migration back = migrate(path.from());
        return new Times(new ThereAndBack(total(there), total(back)), new ThereAndBack(move(there), move(back)));
    }

    /** From the request to the last state, by the site's own clock. */
    public static Duration total(Migration migration) {
        return Duration.ofMillis(migration.figures().totalMillis().orElseThrow());
    }

    private static Duration move(Migration migration) {
        return migration.steps().stream()
                .filter(step -> step.name().equals("MOVE_GUEST"))
                .flatMap(step -> step.took().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Has the site look at the machine for some seconds, and say what a move would cost. */
    public void plan(Site destination) {
        Plan unused = grid.plan(
                new Finder(grid).vm(vm).reference(),
                new MigrateOrder(destination.name().value(), OptionalLong.empty(), Optional.empty()));
    }

    /**
     * Orders the migration, and waits for its end.
     *
     * @throws HostException if it does not complete
     */
    public Migration migrate(Site destination) throws InterruptedException {
        String to = destination.name().value();
        Reference ordered = grid.migrate(
                new Finder(grid).vm(vm).reference(),
                new MigrateOrder(
                        to, OptionalLong.empty(), Optional.of(UUID.randomUUID().toString())));
        Migration ended =
                new MigrationFollower(grid, Clock.systemUTC(), pause).follow(ordered, new MigrationWatcher() {});
        if (ended.state() != MigrationState.COMPLETED) {
            throw new HostException("The migration to " + to + " is " + ended.state() + ": "
                    + ended.failure().map(failure -> failure.sentence()).orElse("no reason given"));
        }
        return ended;
    }
}
