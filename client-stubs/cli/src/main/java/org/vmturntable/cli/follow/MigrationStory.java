package org.vmturntable.cli.follow;

import java.io.PrintWriter;
import java.time.Clock;
import org.vmturntable.cli.grid.Failure;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.MigrationState;
import org.vmturntable.cli.grid.Step;
import org.vmturntable.cli.show.Amounts;
import org.vmturntable.cli.show.ProgressBar;
import org.vmturntable.cli.show.Words;

/** Tells a migration's steps line by line as they end, and the copy by a progress bar. */
public final class MigrationStory implements MigrationWatcher {
    private final PrintWriter out;
    private final ProgressBar bar;

    public MigrationStory(PrintWriter out, boolean live, Clock clock) {
        this.out = out;
        this.bar = new ProgressBar(out, live, clock);
    }

    @Override
    public void ended(Step step) {
        bar.clear();
        String took = step.took().map(Amounts::seconds).orElse("");
        out.println(String.format("  %9s  %-16s %s", took, Words.of(step.name()), step.outcome())
                .stripTrailing());
    }

    @Override
    public void seen(Migration migration) {
        if (migration.state().ended()) {
            bar.clear();
        } else if (migration.state() == MigrationState.COPYING) {
            bar.show(migration.progress());
        }
    }

    @Override
    public void silent(Failure failure) {
        bar.clear();
        out.println("  (" + failure.sentence() + " Still asking.)");
    }
}
