package org.vmturntable.testbed.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.testbed.deployment.StateFolder;
import org.vmturntable.testbed.deployment.Takedown;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.element.NetSnmp;
import org.vmturntable.testbed.element.SnmpSecrets;
import org.vmturntable.testbed.network.Namespace;
import org.vmturntable.testbed.network.NetworkBuild;
import org.vmturntable.testbed.process.Command;
import org.vmturntable.testbed.process.Daemon;
import org.vmturntable.testbed.topology.Topology;
import org.vmturntable.testbed.topology.TopologyFile;
import org.vmturntable.testbed.wan.EmulatorProcess;
import org.vmturntable.testbed.wan.WanEmulator;

/** A network of its own: a topology's namespaces and the distance between them, without guests and containers. */
final class WanLab implements AutoCloseable {
    private final Testbed testbed;
    private final Daemon emulator;

    private WanLab(Testbed testbed, Daemon emulator) {
        this.testbed = testbed;
        this.emulator = emulator;
    }

    /**
     * Makes it, after removing what a killed one with the same prefix left.
     *
     * @param prefix of its namespaces, so that it never meets a running testbed
     * @param random fit for secrets
     */
    static WanLab open(Path topologyFile, String prefix, Random random) {
        Topology topology = TopologyFile.read(topologyFile).withNamespaces(prefix);
        Path state = Path.of("/run/turntable", prefix + "lab");
        Testbed testbed = new Testbed(topology, topologyFile, Path.of(""), state);
        Takedown takedown = new Takedown(testbed);
        takedown.run();
        try {
            new StateFolder(state).create();
            SnmpSecrets.random(random).write(WanEmulator.secretsFile(state));
            new NetworkBuild(topology).createNamespaces();
            Daemon emulator =
                    EmulatorProcess.start(topology, testbed.topologyFile(), state, testbed.logOf(NetworkBuild.WAN));
            return new WanLab(testbed, emulator);
        } catch (IOException refused) {
            takedown.run();
            throw new UncheckedIOException(refused);
        } catch (RuntimeException failed) {
            takedown.run();
            throw failed;
        }
    }

    Topology topology() {
        return testbed.topology();
    }

    /** Where the emulator takes its orders. */
    Path state() {
        return testbed.state();
    }

    /**
     * The elements' manager, at the broker.
     *
     * @throws org.vmturntable.testbed.process.HostException if net-snmp is missing
     */
    NetSnmp manager() throws IOException {
        return new NetSnmp(
                namespaceOf(topology().optical().broker()).name(),
                state().resolve("net-snmp"),
                SnmpSecrets.read(WanEmulator.secretsFile(state())));
    }

    /** What the emulator's process takes of memory now, kilobytes. */
    long residentKilobytes() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(emulator.pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the emulator has ended"));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** A command that will run at a place. */
    Command at(SiteId place, String... words) {
        return Command.of(words).in(namespaceOf(place).name());
    }

    Namespace namespaceOf(SiteId place) {
        return testbed.namespaceOf(place);
    }

    @Override
    public void close() {
        new Takedown(testbed).run();
    }
}
