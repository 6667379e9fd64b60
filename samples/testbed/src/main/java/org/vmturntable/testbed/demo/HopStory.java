package org.vmturntable.testbed.demo;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vmturntable.cli.follow.MigrationWatcher;
import org.vmturntable.cli.grid.Failure;
import org.vmturntable.cli.grid.GridFailure;
import org.vmturntable.cli.grid.Lightpath;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.MigrationState;
import org.vmturntable.cli.grid.Step;
import org.vmturntable.cli.show.ProgressBar;
import org.vmturntable.cli.show.Terminal;

/** Tells one hop as it happens: each step with the time since the order, how long it took, and what was given. */
final class HopStory implements MigrationWatcher {
    private final PrintWriter out;
    private final ProgressBar bar;
    private final Function<String, Lightpath> lightpaths;
    private Optional<Instant> ordered = Optional.empty();
    private boolean pathTold;

    /** @param lightpaths asks for one by its id */
    HopStory(Terminal terminal, Clock clock, Function<String, Lightpath> lightpaths) {
        this.out = terminal.out();
        this.bar = new ProgressBar(out, terminal.live(), clock);
        this.lightpaths = lightpaths;
    }

    @Override
    public void began(Step step) {
        if (ordered.isEmpty()) {
            ordered = Optional.of(step.started());
        }
    }

    @Override
    public void ended(Step step) {
        bar.clear();
        Instant end = step.ended().orElse(step.started());
        Duration since = Duration.between(ordered.orElse(step.started()), end);
        out.println(String.format(
                        Locale.ROOT,
                        "  +%6.2f s  %-28s %6.2f s  %s",
                        since.toMillis() / 1e3,
                        StepTitle.of(step.name()),
                        step.took().orElse(Duration.ZERO).toMillis() / 1e3,
                        step.outcome())
                .stripTrailing());
    }

    @Override
    public void seen(Migration migration) {
        Optional<String> lightpath = migration.figures().lightpathId();
        if (!pathTold && lightpath.isPresent()) {
            pathTold = true;
            tellPath(lightpath.get());
        }
        if (migration.state() == MigrationState.COPYING) {
            bar.show(migration.progress());
        }
    }

    @Override
    public void silent(Failure failure) {
        bar.clear();
        note(failure.sentence() + " Still asking.");
    }

    /** The story goes on without the path's details if the broker does not tell them now. */
    private void tellPath(String id) {
        bar.clear();
        try {
            Lightpath path = lightpaths.apply(id);
            String hops = path.hops().stream()
                    .map(hop -> hop.portIn() + " = " + port(hop.portOut()))
                    .collect(Collectors.joining("  ~~  "));
            note((path.vlan().isPresent() ? "VLAN " + path.vlan().getAsInt() + ": " : "") + hops);
        } catch (GridFailure refused) {
            note("the path's elements are not told: " + refused.failure().sentence());
        }
    }

    private void note(String text) {
        out.println(" ".repeat(13) + text);
    }

    private static String port(String portId) {
        return portId.substring(portId.indexOf(':') + 1);
    }
}
