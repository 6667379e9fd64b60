package org.vmturntable.testbed.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vmturntable.cli.QuietLibraries;
import org.vmturntable.cli.follow.Pause;
import org.vmturntable.cli.grid.Grid;
import org.vmturntable.cli.grid.GridFailure;
import org.vmturntable.cli.grid.Site;
import org.vmturntable.cli.grid.Survey;
import org.vmturntable.cli.grid.Vm;
import org.vmturntable.cli.profile.ClientProfile;
import org.vmturntable.cli.profile.ProfileFile;
import org.vmturntable.cli.show.Json;
import org.vmturntable.cli.show.Terminal;
import org.vmturntable.cli.show.Words;
import org.vmturntable.cli.soap.SoapGrid;
import org.vmturntable.testbed.demo.probe.GuestHealth;
import org.vmturntable.testbed.demo.probe.Probes;
import org.vmturntable.testbed.deployment.Testbed;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The demonstration's client, on the visualization host of a testbed that is up. Exit code 0 only if every hop completed, the TCP
 * session lived all along, the guest's memory is intact and nothing is left held; else 1; 2 for wrong arguments.
 */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Moves the testbed's running guest round its sites while a client talks to it.",
        footer = {"", "Example: turntable demo --json demo.json --keep"})
public final class Demo implements Callable<Integer> {
    private static final Duration GUEST_BOOTS = Duration.ofSeconds(90);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);
    private static final Duration PROBES_SETTLE = Duration.ofSeconds(1);

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there.")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--keep", description = "The testbed stays up: say what to try next.")
    private boolean keep;

    /** Never another profile by default: this program moves a machine, and must not find a real one. */
    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "/run/turntable/testbed/client.yaml",
            description = "Client profile of the testbed. Default: ${DEFAULT-VALUE}.")
    private Path config = Path.of("");

    @Option(
            names = "--route",
            paramLabel = "SITE",
            split = ",",
            defaultValue = Route.DEFAULT,
            description = "Where the guest goes, from where it is. Default: ${DEFAULT-VALUE}.")
    private List<String> stops = List.of();

    private final Terminal terminal;
    private final Clock clock = Clock.systemUTC();
    private final Pause pause = Pause.REAL;

    private Demo(Terminal terminal) {
        this.terminal = terminal;
    }

    public static void main(String[] arguments) {
        QuietLibraries.hush();
        Terminal terminal = Terminal.ofProcess();
        CommandLine line = new CommandLine(new Demo(terminal));
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            told(failure).forEach(terminal.err()::println);
            return 1;
        });
        System.exit(line.execute(arguments));
    }

    private static List<String> told(Exception failure) {
        return failure instanceof GridFailure refused
                ? Words.failure(refused.failure())
                : List.of("The demonstration cannot go on: " + failure.getMessage());
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (json.isPresent()) {
            requireWritable(json.get());
        }
        terminal.out().println(Intro.TEXT);
        Testbed testbed = Testbed.ofState(config.resolveSibling(".").normalize());
        ClientProfile profile = ProfileFile.read(config);
        try (Grid grid = SoapGrid.open(profile);
                SoapTokens tokens = SoapTokens.open(profile)) {
            Vm vm = onlyVm(grid);
            Route route = Route.from(vm.site(), stops, grid.siteNames());
            String guest = vm.addresses().get(0);
            awaitGuest(vm, guest);
            NetworkView network = new TestbedNetwork(testbed);
            HeldResources holdings = new HeldResources(grid, tokens, network, network.vlans(), pause);
            try (Probes probes = Probes.start(guest, clock)) {
                pause.sleep(PROBES_SETTLE);
                DemoReport report = new Journey(grid, holdings, terminal, clock, pause).travel(vm, route, probes);
                return ended(report, JavaMemory.of(testbed), vm);
            }
        }
    }

    /** Before the journey, for its figures could not be had again. */
    private static void requireWritable(Path file) throws IOException {
        Path target = Files.exists(file) ? file : file.toAbsolutePath().resolveSibling(".");
        if (Files.isDirectory(file) || !Files.isWritable(target)) {
            throw new IOException(file + " cannot be written");
        }
    }

    private int ended(DemoReport report, JavaMemory memory, Vm vm) throws IOException {
        PrintWriter out = terminal.out();
        out.println();
        Summary.lines(report).forEach(out::println);
        out.println(memory.sentence());
        if (json.isPresent()) {
            Files.writeString(json.get(), Json.page(report.document()) + "\n");
            out.println("The figures are in " + json.get() + ".");
        }
        if (keep) {
            Intro.next(vm.name(), vm.addresses().get(0)).forEach(out::println);
        }
        return report.good() ? 0 : 1;
    }

    private Vm onlyVm(Grid grid) throws InterruptedException {
        long patience = System.nanoTime() + GUEST_BOOTS.toNanos();
        while (true) {
            Survey survey = Survey.of(grid);
            Optional<Site.VmEntry> vm = survey.sites().stream()
                    .flatMap(site -> site.vms().stream())
                    .filter(entry -> !entry.state().equals(Vm.MOVED))
                    .findFirst();
            if (vm.isPresent() && survey.silent().isEmpty()) {
                return grid.vm(vm.get().reference());
            }
            if (System.nanoTime() > patience) {
                throw new IllegalStateException(
                        survey.silent().isEmpty()
                                ? "no site hosts a machine"
                                : "these sites do not answer: "
                                        + String.join(", ", survey.silent().keySet()));
            }
            pause.sleep(BETWEEN_TRIES);
        }
    }

    private void awaitGuest(Vm vm, String guest) throws InterruptedException {
        long patience = System.nanoTime() + GUEST_BOOTS.toNanos();
        while (true) {
            try {
                GuestHealth health = GuestHealth.ask(new InetSocketAddress(guest, Journey.CHECK_PORT));
                terminal.out()
                        .println(vm.name() + " at " + vm.site() + " answers at " + guest + ": " + health.sentence()
                                + ".");
                return;
            } catch (IOException notYet) {
                if (System.nanoTime() > patience) {
                    throw new IllegalStateException(
                            "the guest does not answer at " + guest + ": " + notYet.getMessage(), notYet);
                }
            }
            pause.sleep(BETWEEN_TRIES);
        }
    }
}
