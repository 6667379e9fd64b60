package org.vmturntable.testbed.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code turntable bench wan}: is the emulated ocean fast enough, and as wide as it says? Needs root, iperf3 and snmp. */
@Command(
        name = "wan",
        mixinStandardHelpOptions = true,
        description = "Measures one TCP stream and the round trips of the emulated network, in namespaces of its own.",
        footer = {"", "Example:", "  turntable bench wan --runs 5 --json wan.json"})
public final class WanBench implements Callable<Integer> {
    private static final String PREFIX = "vtbench-";
    private static final int STREAM_SECONDS = 8;
    private static final int PINGS = 15;
    private static final double KILOBYTES_PER_MEGABYTE = 1024;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private BenchOptions options;

    @Option(names = "--topology", paramLabel = "FILE", description = "The network (default: iGRID 2005's).")
    private Path topologyFile =
            Path.of(System.getProperty("turntable.home", ".")).resolve("samples/testbed/topologies/igrid2005.yaml");

    @Override
    public Integer call() throws IOException {
        options.tell("Building the network");
        try (WanLab lab = WanLab.open(topologyFile, PREFIX, new SecureRandom())) {
            Thread onInterrupt = new Thread(lab::close, "clean-up");
            Runtime.getRuntime().addShutdownHook(onInterrupt);
            boolean met = measure(lab);
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
            return BenchOptions.exitCode(met);
        }
    }

    private boolean measure(WanLab lab) throws IOException {
        BenchPath path = new BenchPath(lab.topology());
        WanMeasurement measurement = new WanMeasurement(lab);
        path.join(lab.manager());
        WanLimits limits = WanLimits.of(lab.topology(), path);
        List<WanFigures> figures = new ArrayList<>();
        for (int i = 0; i < options.runs(); i++) {
            figures.add(run(lab, path, measurement));
            options.tell(line("run " + (i + 1), figures.get(i)));
        }
        WanFigures median = WanFigures.medianOf(figures);
        boolean met = limits.met(median);
        options.tell(line("median", median));
        options.tell(text(
                "limits: TCP at least %.0f Mbit/s (the wire allows %.1f), round trips %.0f and %.0f ms within %.0f ms,"
                        + " memory at most %.0f MB: %s",
                limits.leastMbps(),
                limits.wireMbps(),
                limits.lightpathRttMs(),
                limits.internetRttMs(),
                limits.largestRttErrorMs(),
                limits.largestResidentMb(),
                met ? "met" : "not met"));
        options.write(Map.of("runs", figures, "median", median, "limits", limits, "limitsMet", met));
        return met;
    }

    private static WanFigures run(WanLab lab, BenchPath path, WanMeasurement measurement) {
        double lightpath = WanMeasurement.median(
                measurement.pings(path.from().name(), path.to().optical(), PINGS));
        double internet = WanMeasurement.median(
                measurement.pings(path.from().name(), path.to().internet(), PINGS));
        double stream = measurement.streamMegabits(
                path.from().name(), path.to().name(), path.to().optical(), STREAM_SECONDS);
        return new WanFigures(stream, lightpath, internet, lab.residentKilobytes() / KILOBYTES_PER_MEGABYTE);
    }

    private static String line(String what, WanFigures figures) {
        return text(
                "%-7s TCP %6.1f Mbit/s   round trip %7.2f ms (lightpath) %7.2f ms (internet)   memory %4.0f MB",
                what, figures.streamMbps(), figures.lightpathRttMs(), figures.internetRttMs(), figures.residentMb());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
