package org.vmturntable.testbed;

import java.io.IOException;
import java.io.PrintStream;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.vmturntable.kernel.GridException;
import org.vmturntable.testbed.deployment.Bringup;
import org.vmturntable.testbed.deployment.Inspection;
import org.vmturntable.testbed.deployment.StateFolder;
import org.vmturntable.testbed.deployment.Takedown;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.process.Progress;
import org.vmturntable.testbed.topology.Topology;
import org.vmturntable.testbed.topology.TopologyFile;
import org.vmturntable.testbed.wan.FibreControl;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The verbs of {@code turntable testbed}. Exit codes: 0 done, 1 refused or failed, 2 not understood. */
@Command(
        name = "turntable testbed",
        description = "Sites, ocean, elements and a guest on this machine.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "up|status|down|cut|mend",
        footer = {"", "Example:", "  turntable testbed up", "  turntable testbed cut atlantic"})
public final class TestbedMain {
    private static final Path IGRID = Path.of("samples/testbed/topologies/igrid2005.yaml");

    @Option(
            names = "--topology",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "the network, a YAML file (default: that of the testbed which is up, else iGRID 2005's)")
    private Optional<Path> topologyFile = Optional.empty();

    @Option(
            names = "--state",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "where files of the run lie (default: ${DEFAULT-VALUE})")
    private Path state = Testbed.DEFAULT_STATE;

    @Option(
            names = "--namespaces",
            paramLabel = "PREFIX",
            scope = ScopeType.INHERIT,
            defaultValue = "",
            description = "prefix of the namespaces' names (default: the topology's)")
    private String prefix = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    private final PrintStream out;
    private final Clock clock;

    private TestbedMain(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    public static void main(String[] words) {
        CommandLine line = new CommandLine(new TestbedMain(System.out, Clock.systemUTC()));
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof HostException || failure instanceof GridException) {
                command.getErr().println(failure.getMessage());
                return 1;
            }
            throw failure;
        });
        System.exit(line.execute(words));
    }

    @Command(name = "up", description = "Puts a testbed up; one that is there already is replaced.")
    int up(
            @Option(names = "--no-containers", description = "leave the grid containers out") boolean withoutContainers,
            @Option(names = "--disk", paramLabel = "SIZE", description = "gives the guest a disk, such as 512 MiB")
                    Optional<String> disk) {
        Testbed testbed = asked(disk);
        removeLeftovers(testbed);
        new Bringup(testbed, new Progress(out, clock), clock, new SecureRandom()).run(!withoutContainers);
        return 0;
    }

    @Command(name = "down", description = "Takes the testbed down, or what a killed one left.")
    int down() {
        Takedown takedown = new Takedown(testbed());
        if (takedown.isNeeded()) {
            takedown.run();
            out.println("The testbed is down.");
        } else {
            out.println("No testbed is up.");
        }
        return 0;
    }

    @Command(name = "status", description = "Tells what runs where. Exit code 1 if nothing does.")
    int status() {
        Inspection inspection = new Inspection(testbed());
        inspection.print(out);
        return inspection.isUp() ? 0 : 1;
    }

    @Command(name = "cut", description = "Cuts a fibre, both ways or one way.")
    int cut(
            @Parameters(paramLabel = "FIBRE", description = "its name in the topology") String fibre,
            @Option(names = "--from", paramLabel = "SITE", description = "only what comes from this end")
                    Optional<String> end) {
        return end.isPresent()
                ? order(
                        () -> FibreControl.cutFrom(testbed().state(), fibre, end.get()),
                        "The fibre " + fibre + " carries nothing from " + end.get() + ".")
                : order(() -> FibreControl.cut(testbed().state(), fibre), "The fibre " + fibre + " is cut.");
    }

    @Command(name = "mend", description = "Mends a fibre that was cut.")
    int mend(@Parameters(paramLabel = "FIBRE", description = "its name in the topology") String fibre) {
        return order(() -> FibreControl.mend(testbed().state(), fibre), "The fibre " + fibre + " is whole.");
    }

    private interface Order {
        void give() throws IOException;
    }

    private int order(Order order, String done) {
        try {
            order.give();
        } catch (NoSuchFileException | SocketException none) {
            throw new HostException("No testbed is up: its WAN emulator does not answer.", none);
        } catch (IOException refused) {
            throw new HostException("The WAN emulator refuses: " + refused.getMessage(), refused);
        }
        out.println(done);
        return 0;
    }

    private void removeLeftovers(Testbed testbed) {
        Takedown takedown = new Takedown(testbed);
        if (takedown.isNeeded()) {
            out.println("Taking down an earlier testbed");
            takedown.run();
        }
    }

    /** What cannot be brought up is a mistake of the command line, said before anything is touched. */
    private Testbed asked(Optional<String> disk) {
        try {
            new StateFolder(state).requireOurs();
            Testbed plain = testbed(topologyFile.orElse(home().resolve(IGRID)));
            return disk.map(TopologyFile::amount).map(plain::withDisk).orElse(plain);
        } catch (HostException | GridException mistaken) {
            throw new CommandLine.ParameterException(
                    command.commandLine().getSubcommands().get("up"), mistaken.getMessage(), mistaken);
        }
    }

    /** The testbed that is up, or was when it was killed; if none is, the one that would be by default. */
    private Testbed testbed() {
        Path recorded = Testbed.recordedTopology(state);
        return testbed(topologyFile.orElse(Files.exists(recorded) ? recorded : home().resolve(IGRID)));
    }

    private Testbed testbed(Path file) {
        Topology topology = TopologyFile.read(file);
        return new Testbed(prefix.isEmpty() ? topology : topology.withNamespaces(prefix), file, home(), state);
    }

    private static Path home() {
        return Path.of(System.getProperty("turntable.home", ".")).toAbsolutePath();
    }
}
