package org.vmturntable.cli.follow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.vmturntable.cli.grid.FailureKind;
import org.vmturntable.cli.grid.Grid;
import org.vmturntable.cli.grid.GridFailure;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.Reference;
import org.vmturntable.cli.grid.Step;

/**
 * Looks at a migration again and again until it has ended. A site that does not answer for a while is borne: the migration's
 * container may have been started anew, and goes on with what it had begun.
 */
public final class MigrationFollower {
    /** Between two looks. Less would not show more: the farthest site is 200 ms away. */
    static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Grid grid;
    private final Clock clock;
    private final Pause pause;

    public MigrationFollower(Grid grid, Clock clock, Pause pause) {
        this.grid = grid;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Blocks until the migration has ended.
     *
     * @return the migration in its last state
     * @throws GridFailure if the site refuses to tell, or has not answered for a minute
     */
    public Migration follow(Reference reference, MigrationWatcher watcher) throws InterruptedException {
        News news = new News(watcher);
        Instant lastAnswer = clock.instant();
        while (true) {
            try {
                Migration migration = grid.migration(reference);
                lastAnswer = clock.instant();
                news.tell(migration);
                if (migration.state().ended()) {
                    return migration;
                }
            } catch (GridFailure refused) {
                boolean patient = clock.instant().isBefore(lastAnswer.plus(PATIENCE));
                if (refused.failure().kind() != FailureKind.UNREACHABLE || !patient) {
                    throw refused;
                }
                watcher.silent(refused.failure());
            }
            pause.sleep(BETWEEN_LOOKS);
        }
    }

    /** Turns states into news: each beginning and each end of a step is told once, wherever in the list it turns up. */
    private static final class News {
        private final MigrationWatcher watcher;
        private final Set<StepKey> begun = new HashSet<>();
        private final Set<StepKey> ended = new HashSet<>();

        private record StepKey(String name, Instant started) {}

        News(MigrationWatcher watcher) {
            this.watcher = watcher;
        }

        void tell(Migration migration) {
            migration.steps().forEach(this::tell);
            watcher.seen(migration);
        }

        private void tell(Step step) {
            StepKey key = new StepKey(step.name(), step.started());
            if (begun.add(key)) {
                watcher.began(step);
            }
            if (step.ended().isPresent() && ended.add(key)) {
                watcher.ended(step);
            }
        }
    }
}
