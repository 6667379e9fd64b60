package org.vmturntable.testbed.wan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.vmturntable.testbed.network.NetworkBuild;
import org.vmturntable.testbed.process.Daemon;
import org.vmturntable.testbed.process.JavaProgram;
import org.vmturntable.testbed.process.Patience;
import org.vmturntable.testbed.process.Priority;
import org.vmturntable.testbed.topology.Topology;

/** Starts the emulator as a process of its own in the namespace {@code wan}. */
public final class EmulatorProcess {
    private static final Duration LONGEST_START = Duration.ofSeconds(30);
    private static final int HEAP_MEGABYTES = 32;

    private EmulatorProcess() {}

    /**
     * Starts it and waits until it carries traffic. The namespaces and the secrets file must be there.
     *
     * @param topology with the prefix of the namespaces to use
     * @param file where the rest of the topology is read again
     * @param runDirectory see {@link WanEmulator#readyFile} and {@link WanEmulator#secretsFile}
     * @param log of the process, appended to
     * @throws org.vmturntable.testbed.process.HostException with the tail of the log, if it does not come up
     */
    public static Daemon start(Topology topology, Path file, Path runDirectory, Path log) {
        JavaProgram program = new JavaProgram(
                WanEmulator.class.getName(),
                HEAP_MEGABYTES,
                List.of(
                        "--topology", file.toString(),
                        "--run-directory", runDirectory.toString(),
                        "--namespaces", topology.namespaces()));
        Daemon emulator = Daemon.start(
                "The WAN emulator", topology.namespaceOf(NetworkBuild.WAN), log, Priority.OCEAN.of(program.words()));
        Patience.until(
                "The ocean",
                LONGEST_START,
                emulator::requireAlive,
                () -> Files.exists(WanEmulator.readyFile(runDirectory)));
        return emulator;
    }
}
