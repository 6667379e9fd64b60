package org.vmturntable.testbed.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.vmturntable.cli.grid.FailureKind;
import org.vmturntable.cli.grid.Grid;
import org.vmturntable.cli.grid.GridFailure;
import org.vmturntable.cli.profile.ProfileFile;
import org.vmturntable.cli.soap.SoapGrid;
import org.vmturntable.testbed.deployment.ContainerProcess;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.process.Daemon;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.process.Patience;
import org.vmturntable.testbed.topology.Place;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code turntable bench start}: how long after its start a grid container answers a signed request. Takes the broker's container,
 * which has every role. Runs where the testbed's clients are, on a testbed that is up.
 */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "Measures the time from a container's start to its first answer, on a testbed of its own.",
        footer = {"", "Example:", "  turntable bench start --runs 5 --json start.json"})
public final class StartBench implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration GIVE_UP = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(60);
    private static final Duration BETWEEN_ASKS = Duration.ofMillis(50);

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private BenchOptions options;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Testbed testbed = BenchTestbed.ofThisHost();
        Place broker = testbed.topology().places().stream()
                .filter(place ->
                        place.name().equals(testbed.topology().optical().broker()))
                .findFirst()
                .orElseThrow();
        try (Grid grid = SoapGrid.open(ProfileFile.read(testbed.clientProfile()))) {
            // the client's own start is not what is measured
            grid.site(broker.name().value());
            return measure(testbed, broker, grid);
        }
    }

    private int measure(Testbed testbed, Place place, Grid grid) throws IOException, InterruptedException {
        List<Double> seconds = new ArrayList<>();
        for (int i = 1; i <= options.runs(); i++) {
            end(testbed, place);
            double took = start(testbed, place, grid).toMillis() / 1e3;
            seconds.add(took);
            options.tell(String.format(
                    Locale.ROOT, "run %d   the container of %s answers after %.2f s", i, place.name(), took));
        }
        double median = WanMeasurement.median(
                seconds.stream().mapToDouble(Double::doubleValue).toArray());
        boolean met = median <= LONGEST.toSeconds();
        options.tell(String.format(
                Locale.ROOT,
                "median  %.2f s; limit: at most %d s: %s",
                median,
                LONGEST.toSeconds(),
                met ? "met" : "not met"));
        options.write(Map.of("runs", seconds, "medianSeconds", median, "limitsMet", met));
        return BenchOptions.exitCode(met);
    }

    private static void end(Testbed testbed, Place place) {
        ProcessHandle old = ContainerProcess.running(testbed, place)
                .orElseThrow(() -> new HostException("No container runs at " + place.name() + "."));
        old.destroy();
        Patience.until("The end of the container", END, () -> {}, () -> !old.isAlive());
    }

    private static Duration start(Testbed testbed, Place place, Grid grid) throws InterruptedException {
        long begin = System.nanoTime();
        Daemon container = ContainerProcess.start(testbed, place);
        while (!answers(testbed, place, grid)) {
            container.requireAlive();
            if (System.nanoTime() - begin > GIVE_UP.toNanos()) {
                throw new HostException(container.name() + " does not answer. Its log ends:\n"
                        + Daemon.tail(testbed.logOf(place.name())));
            }
            Thread.sleep(BETWEEN_ASKS.toMillis());
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Asks only once the port is open: a request that finds nobody has cost its signature, on the same two cores. */
    private static boolean answers(Testbed testbed, Place place, Grid grid) {
        if (!ContainerProcess.listens(testbed, place)) {
            return false;
        }
        try {
            grid.site(place.name().value());
            return true;
        } catch (GridFailure refused) {
            if (refused.failure().kind() == FailureKind.UNREACHABLE) {
                return false;
            }
            throw refused;
        }
    }
}
