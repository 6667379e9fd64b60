package org.vmturntable.traffic.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.MigrationState;
import org.vmturntable.traffic.simulation.InMemoryMigrationJournal.Move;

/** One seeded run of a migration in a world that fails and a container that is killed. */
final class Scenario {
    private static final int[] PERCENT_FAILING = {0, 5, 20, 50, 80, 97};

    private static final int NEVER_WELL = 100;

    private static final int HALF = 50;

    private static final int ENOUGH = 300;

    /** Some minutes longer than a migration may take. */
    private static final int LONGEST_COPY_MINUTES = 28;

    private static final int LONGEST_CUT_MINUTES = 40;

    private final SimulatedGrid grid;
    private int attempts;
    private final int percentCancelled;

    Scenario(long seed) {
        grid = new SimulatedGrid(seed);
        Chaos chaos = grid.chaos;
        chaos.failing(PERCENT_FAILING[chaos.upTo(PERCENT_FAILING.length)]);
        if (chaos.happens(20)) {
            // all goes well until, from some moment on, nothing does: each state is given up in now and then
            chaos.failing(0);
            chaos.failingFrom(chaos.upTo(100), NEVER_WELL);
        } else if (chaos.happens(50)) {
            chaos.failingFrom(chaos.upTo(100), PERCENT_FAILING[chaos.upTo(PERCENT_FAILING.length)]);
        }
        percentCancelled = chaos.happens(20) ? 10 : 0;
        grid.tunnel.refuse(chaos.happens(5) ? ENOUGH : 0);
        grid.broker.keepAll(chaos.happens(5));
        if (chaos.happens(30)) {
            grid.moverHere.copyFor(Duration.ofMinutes(1 + chaos.upTo(LONGEST_COPY_MINUTES)));
        }
        if (chaos.happens(10)) {
            grid.moverHere.divideNextMove(Duration.ofMinutes(chaos.upTo(LONGEST_CUT_MINUTES)));
        }
        for (int kills = chaos.upTo(4); kills > 0; kills--) {
            chaos.killAtMoment(1 + chaos.upTo(120));
        }
    }

    Scenario(long seed, Set<Integer> killedAt) {
        grid = new SimulatedGrid(seed);
        killedAt.forEach(grid.chaos::killAtMoment);
        percentCancelled = 0;
    }

    /** Copies take that long. */
    Scenario copyingFor(Duration time) {
        grid.moverHere.copyFor(time);
        return this;
    }

    /** Runs to the end, heals the world and retries what was stranded; every end must be sound. */
    Set<Move> run() {
        untilItSurvives(() -> grid.service().start(SimulatedGrid.toSanDiego()));
        List<MigrationSaga> sagas = grid.journal.latest(1);
        if (sagas.isEmpty()) {
            return Set.of();
        }
        Outcome.requireSound(grid, sagas.get(0));
        grid.chaos.heal();
        grid.tunnel.refuse(0);
        grid.broker.keepAll(false);
        // the last process may have died with the last word written
        grid.restart();
        while (last().state() == MigrationState.STRANDED) {
            requireProgress();
            beDownForLong();
            untilItSurvives(() -> grid.service().retry(last().id()));
            Outcome.requireSound(grid, last());
        }
        return grid.journal.moves();
    }

    int moments() {
        return grid.chaos.moments();
    }

    MigrationSaga last() {
        return grid.journal.latest(1).get(0);
    }

    /** Nobody drives a migration whose guest has switched and waits: its lightpath may end. */
    private void beDownForLong() {
        boolean waits = last().failure()
                .filter(why -> why.code() == FailureCode.MEMORY_DIVIDED)
                .isPresent();
        if (waits && grid.chaos.happens(HALF)) {
            grid.clock.pass(SimulatedGrid.LEASE.longest());
        }
    }

    private void untilItSurvives(Runnable begin) {
        try {
            cancelNowAndThen();
            begin.run();
            grid.settle();
        } catch (GridException e) {
            requireCode(e, FailureCode.STORE_FAILED);
        } catch (Killed e) {
            // the next process goes on
        }
        while (grid.journal.unfinished().size() > 0) {
            requireProgress();
            startAgain();
        }
    }

    /** No world is so bad that it takes more than this. */
    private void requireProgress() {
        if (++attempts > ENOUGH) {
            throw new AssertionError("No end: the migration stays in " + last().state());
        }
    }

    private void startAgain() {
        try {
            grid.restart();
            cancelNowAndThen();
            grid.settle();
        } catch (Killed e) {
            // and the next
        }
    }

    private void cancelNowAndThen() {
        grid.service().addListener(saga -> {
            if (grid.chaos.happens(percentCancelled)) {
                cancel(saga);
            }
        });
    }

    private void cancel(MigrationSaga saga) {
        try {
            grid.service().cancel(saga.id());
        } catch (GridException e) {
            requireCode(e, FailureCode.STATE_FORBIDS);
        }
    }

    private static void requireCode(GridException e, FailureCode code) {
        if (e.code() != code) {
            throw e;
        }
    }
}
