package org.vmturntable.testbed.trial;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.MigrationState;
import org.vmturntable.cli.grid.Vm;
import org.vmturntable.testbed.bench.Spread;
import org.vmturntable.testbed.demo.probe.EchoSession;
import org.vmturntable.testbed.demo.probe.Echoes;
import org.vmturntable.testbed.guest.GuestService;
import org.vmturntable.testbed.process.Rehearsal;
import org.vmturntable.testbed.topology.Site;
import org.vmturntable.testbed.watch.Blackout;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code turntable trial hops}: runs where the clients of a testbed are, which the launcher puts up. */
@Command(
        name = "hops",
        mixinStandardHelpOptions = true,
        description = {
            "Moves a guest round all sites many times while it rewrites memory and disk and a client talks to it over one TCP"
                    + " session, on a testbed of its own.",
            "After each hop the guest looks through all of its memory and its disk. Exit code 0 only if all was whole."
        },
        footer = {"", "Example:", "  turntable trial hops --count 30 --json hops.json"})
final class HopTrial implements Callable<Integer>, Rehearsal.Rehearsed {
    private static final Duration ENDS_WITHIN = Duration.ofMinutes(4);
    private static final Duration RELEASED_WITHIN = Duration.ofSeconds(30);
    private static final double NANOS_IN_MILLISECOND = 1e6;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private TrialOptions options;

    @Option(names = "--count", defaultValue = "30", description = "How many hops (default: ${DEFAULT-VALUE}).")
    private int count;

    private final Clock clock = Clock.systemUTC();

    @Override
    public void rehearse() {
        options.requireFiles();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        options.requireFiles();
        try (Scene scene = Scene.open(options.testbed(), clock)) {
            Thread onInterrupt = new Thread(scene::close, "end-of-trial");
            Runtime.getRuntime().addShutdownHook(onInterrupt);
            int code = travel(scene);
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
            return code;
        }
    }

    private int travel(Scene scene) throws IOException, InterruptedException {
        long unused = scene.load().begin();
        List<Hop> hops = new ArrayList<>();
        InetSocketAddress echo = new InetSocketAddress(
                scene.testbed().topology().guest().address().text(), GuestService.ECHO_PORT);
        try (EchoSession session = EchoSession.open(echo, clock)) {
            options.tell(Hop.heading());
            boolean faithful = true;
            while (hops.size() < count && faithful) {
                Hop hop = hop(scene, hops.size() + 1, session);
                hops.add(hop);
                options.tell(hop.line());
                faithful = hop.findings().isEmpty();
            }
            return judge(hops, session.finish());
        }
    }

    private Hop hop(Scene scene, int number, EchoSession session) throws InterruptedException {
        Vm vm = scene.grid().machine();
        Site from = scene.site(vm.site());
        Site to = Ends.next(scene.testbed().topology(), vm.site());
        Ticks ticks = new Ticks(scene.testbed());
        Instant begin = clock.instant();
        Migration end = scene.grid().await(scene.grid().migrate(vm, to), MigrationState::ended, ENDS_WITHIN);
        List<String> findings = new ArrayList<>();
        if (end.state() != MigrationState.COMPLETED) {
            findings.add("it is " + end.state()
                    + end.failure().map(failure -> ": " + failure.sentence()).orElse(""));
        }
        if (!ticks.twice().isEmpty()) {
            findings.add("lines of the guest's serial port came from two sites");
        }
        long client = session.longestSilence(begin, clock.instant()).millis();
        findings.addAll(scene.load().complaints());
        session.standing().fault().ifPresent(findings::add);
        scene.grid().held(RELEASED_WITHIN).forEach(held -> findings.add("still held: " + held));
        double blackout = Blackout.of(scene.events().at(from), scene.events().at(to), begin)
                .map(there -> there.length().toNanos() / NANOS_IN_MILLISECOND)
                .orElse(Double.NaN);
        double seconds = end.figures().totalMillis().orElse(0) / 1e3;
        return new Hop(number, from.name() + " -> " + to.name(), blackout, client, seconds, findings);
    }

    private int judge(List<Hop> hops, Echoes session) throws IOException {
        boolean good = hops.size() == count
                && hops.stream().allMatch(hop -> hop.findings().isEmpty());
        Spread blackout = Spread.of(hops.stream().mapToDouble(Hop::blackoutMs).toArray());
        options.tell(String.format(
                Locale.ROOT,
                "%d of %d hops were faithful; blackout %.0f/%.0f/%.0f ms (least, median, most of 99 in 100); TCP session: %d of %d"
                        + " lines answered%s.",
                hops.stream().filter(hop -> hop.findings().isEmpty()).count(),
                count,
                blackout.min(),
                blackout.median(),
                blackout.p99(),
                session.answered(),
                session.sent(),
                session.fault().map(fault -> ", broken: " + fault).orElse("")));
        options.write(Map.of(
                "hops",
                hops,
                "blackoutMs",
                blackout.document(),
                "linesSent",
                session.sent(),
                "linesAnswered",
                session.answered(),
                "faithful",
                good && session.complete()));
        return good && session.complete() ? CommandLine.ExitCode.OK : TrialOptions.NOT_HELD;
    }

    /**
     * One hop.
     *
     * @param blackoutMs from STOP to RESUME; not a number if the guest did not move
     * @param clientGapMs the longest silence of the client's TCP session
     * @param totalSeconds from the request to the last state, by the site
     * @param findings what was not as promised
     */
    record Hop(
            int number, String way, double blackoutMs, long clientGapMs, double totalSeconds, List<String> findings) {
        Hop {
            findings = List.copyOf(Objects.requireNonNull(findings));
        }

        static String heading() {
            return String.format(
                    Locale.ROOT, "%4s  %-24s %10s %10s %8s  %s", "HOP", "WAY", "BLACKOUT", "CLIENT", "TOTAL", "");
        }

        String line() {
            return String.format(
                    Locale.ROOT,
                    "%4d  %-24s %7.0f ms %7d ms %6.1f s  %s",
                    number,
                    way,
                    blackoutMs,
                    clientGapMs,
                    totalSeconds,
                    findings.isEmpty() ? "memory and disk whole" : "FINDING: " + String.join("; ", findings));
        }
    }
}
