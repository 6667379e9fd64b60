package org.vmturntable.testbed.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.vmturntable.cli.follow.Pause;
import org.vmturntable.cli.grid.Grid;
import org.vmturntable.cli.profile.ProfileFile;
import org.vmturntable.cli.soap.SoapGrid;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.element.NetSnmp;
import org.vmturntable.testbed.topology.Site;
import org.vmturntable.testbed.topology.Topology;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code turntable bench hop}: what a migration by the turntable takes beyond {@code virsh migrate} on the same path, the two by
 * turns. Runs where the testbed's clients are, on a testbed that is up and was not used before.
 */
@Command(
        name = "hop",
        mixinStandardHelpOptions = true,
        description =
                "Measures a whole migration beside a bare virsh migrate over the same path, on a testbed of its own.",
        footer = {"", "Example:", "  turntable bench hop --runs 5 --json hop.json"})
public final class HopBench implements Callable<Integer> {
    private static final Duration MOST_ADDED = Duration.ofSeconds(4);
    private static final List<String> LIKE_THE_TURNTABLE =
            List.of("--live", "--auto-converge", "--bandwidth", Integer.toString(BareMove.RATE));

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private BenchOptions options;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Testbed testbed = BenchTestbed.ofThisHost();
        Topology topology = testbed.topology();
        BenchPath path = new BenchPath(topology);
        NetSnmp manager = BenchTestbed.manager(testbed);
        try (Grid grid = SoapGrid.open(ProfileFile.read(testbed.clientProfile()))) {
            return measure(
                    new BareMove(testbed, manager, path, LIKE_THE_TURNTABLE),
                    new SagaMove(grid, topology.guest().name(), path, Pause.REAL),
                    path);
        }
    }

    private int measure(BareMove bare, SagaMove saga, BenchPath path) throws IOException, InterruptedException {
        List<HopFigures> turns = new ArrayList<>();
        for (int i = 1; i <= options.runs(); i++) {
            turns.add(HopFigures.of(bare.thereAndBack(), saga.thereAndBack()));
            tell("run " + i, path, turns.get(i - 1));
        }
        HopFigures median = HopFigures.medianOf(turns);
        tell("median", path, median);
        boolean met = median.added().there().compareTo(MOST_ADDED) <= 0
                && median.added().back().compareTo(MOST_ADDED) <= 0;
        options.tell("limit: at most " + MOST_ADDED.toSeconds() + " s added, either way: " + (met ? "met" : "not met"));
        options.write(Map.of(
                "runs",
                turns.stream().map(HopFigures::document).toList(),
                "median",
                median.document(),
                "mostAddedMs",
                MOST_ADDED.toMillis(),
                "limitsMet",
                met));
        return BenchOptions.exitCode(met);
    }

    private void tell(String what, BenchPath path, HopFigures figures) {
        tell(what, path.from(), path.to(), figures, ThereAndBack::there);
        tell("", path.to(), path.from(), figures, ThereAndBack::back);
    }

    private void tell(String what, Site from, Site to, HopFigures figures, Function<ThereAndBack, Duration> way) {
        options.tell(String.format(
                Locale.ROOT,
                "%-7s %-10s -> %-10s virsh migrate %6.2f s   turntable %6.2f s (the move %6.2f s)   added %5.2f s",
                what,
                from.name().value(),
                to.name().value(),
                seconds(way.apply(figures.bare())),
                seconds(way.apply(figures.saga())),
                seconds(way.apply(figures.move())),
                seconds(way.apply(figures.added()))));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }
}
