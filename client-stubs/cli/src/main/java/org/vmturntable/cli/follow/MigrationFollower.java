package org.vmturntable.cli.follow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    /** Turns states into news: each beginning and each end of a step is told once. */
    private static final class News {
        private final MigrationWatcher watcher;
        private int begun;
        private int ended;

        News(MigrationWatcher watcher) {
            this.watcher = watcher;
        }

        void tell(Migration migration) {
            List<Step> steps = migration.steps();
            for (int i = Math.min(ended, steps.size()); i < steps.size(); i++) {
                tell(steps.get(i), i);
            }
            watcher.seen(migration);
        }

        /** Ends are told in the order of the beginnings: a step that runs holds back the ends of later ones. */
        private void tell(Step step, int index) {
            if (index == begun) {
                begun++;
                watcher.began(step);
            }
            if (index == ended && step.ended().isPresent()) {
                ended++;
                watcher.ended(step);
            }
        }
    }
}
