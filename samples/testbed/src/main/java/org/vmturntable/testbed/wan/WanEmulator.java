package org.vmturntable.testbed.wan;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.testbed.element.ElementAgent;
import org.vmturntable.testbed.element.SnmpSecrets;
import org.vmturntable.testbed.topology.Site;
import org.vmturntable.testbed.topology.Topology;
import org.vmturntable.testbed.topology.TopologyFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The program that is the distance between the places. Makes their devices in the namespaces, which must exist, forwards until
 * it is ended by a signal, and takes its devices with it.
 */
@Command(
        name = "wan-emulator",
        mixinStandardHelpOptions = true,
        description = "Carries the testbed's traffic over its routed internet and its optical layer.")
public final class WanEmulator implements Callable<Integer> {
    static final String READY = "wan.ready";
    static final String SECRETS = "snmp-secrets";

    private static final Logger LOG = LoggerFactory.getLogger(WanEmulator.class);

    @Option(names = "--topology", required = true, description = "The network, a YAML file.")
    private Path topologyFile = Path.of("");

    @Option(
            names = "--run-directory",
            required = true,
            description = "Has the file snmp-secrets; gets wan.ready when all is up, and wan.sock to cut fibres.")
    private Path runDirectory = Path.of("");

    @Option(names = "--namespaces", description = "Prefix of the namespaces, instead of the topology's.")
    private String prefix = "";

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new WanEmulator()).execute(arguments));
    }

    /** The file that exists while an emulator with that run directory carries traffic. */
    public static Path readyFile(Path runDirectory) {
        return runDirectory.resolve(READY);
    }

    /** The file in which the emulator expects the elements' passphrases. */
    public static Path secretsFile(Path runDirectory) {
        return runDirectory.resolve(SECRETS);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Topology read = TopologyFile.read(topologyFile);
        Topology topology = prefix.isEmpty() ? read : read.withNamespaces(prefix);
        SnmpSecrets secrets = SnmpSecrets.read(secretsFile(runDirectory));
        Files.deleteIfExists(readyFile(runDirectory));

        OpticalPlane optical = OpticalPlane.build(topology);
        InternetPlane internet = InternetPlane.build(topology);
        ForwardingLoop loop = new ForwardingLoop(
                concat(internet.ingresses(), optical.ingresses()), concat(internet.transits(), optical.transits()));
        List<ElementAgent> agents = startAgents(topology, optical, secrets);
        Thread forwarding = new Thread(loop, "forwarding");
        forwarding.start();
        try (FibreControl control = new FibreControl(runDirectory, optical.fibres())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(loop), "stop"));
            Files.writeString(readyFile(runDirectory), ProcessHandle.current().pid() + "\n");
            LOG.info("{} is up: {} elements, fibres {}", topology.name(), agents.size(), control.describe());
            forwarding.join();
        }
        return CommandLine.ExitCode.OK;
    }

    private void stop(ForwardingLoop loop) {
        loop.stop();
        try {
            Files.deleteIfExists(readyFile(runDirectory));
        } catch (IOException stays) {
            LOG.warn("{} could not be removed: {}", readyFile(runDirectory), stays.getMessage());
        }
    }

    private static List<ElementAgent> startAgents(Topology topology, OpticalPlane optical, SnmpSecrets secrets)
            throws IOException {
        List<ElementAgent> agents = new ArrayList<>();
        for (Site site : topology.sites()) {
            NetworkNamespace namespace = new NetworkNamespace(topology.namespaceOf(site.name()));
            agents.add(namespace.inside(() -> new ElementAgent(
                    optical.element(site),
                    InetAddress.getByName(site.element().management().text()),
                    secrets,
                    Clock.systemUTC())));
        }
        return agents;
    }

    private static <T> List<T> concat(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
