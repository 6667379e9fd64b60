package org.vmturntable.testbed.deployment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vmturntable.testbed.process.Daemon;
import org.vmturntable.testbed.process.JavaProgram;
import org.vmturntable.testbed.process.Patience;
import org.vmturntable.testbed.process.Priority;
import org.vmturntable.testbed.topology.Site;

/** A site's gate as a process of its own, in the site's namespace; its container may come and go beside it. */
public final class GateProcess {
    static final int PORT = 7787;
    private static final String MAIN = "org.vmturntable.container.Main";
    private static final int HEAP_MEGABYTES = 24;
    private static final Duration START = Duration.ofSeconds(60);

    private final Daemon daemon;
    private final Path socket;

    private GateProcess(Daemon daemon, Path socket) {
        this.daemon = daemon;
        this.socket = socket;
    }

    /**
     * Starts it and does not wait for it.
     *
     * @throws org.vmturntable.testbed.process.HostException if it cannot be started
     */
    public static GateProcess start(Testbed testbed, Site site) {
        String file = testbed.directoryOf(site.name()).containerConfiguration().toString();
        JavaProgram program = new JavaProgram(MAIN, HEAP_MEGABYTES, List.of("gate", "--config", file));
        return new GateProcess(
                Daemon.start(
                        "The gate of " + site.name().value(),
                        testbed.topology().namespaceOf(site.name()),
                        testbed.logs().resolve(site.name().value() + "-gate.log"),
                        Priority.DATA_PLANE.of(program.wordsWithSharedClasses(testbed.home()))),
                testbed.directoryOf(site.name()).gateSocket());
    }

    /** The one that runs at a site now; empty if none does. */
    public static Optional<ProcessHandle> running(Testbed testbed, Site site) {
        return testbed.namespaceOf(site.name()).processes().stream()
                .filter(process -> Daemon.commandLine(process).containsAll(List.of(MAIN, "gate")))
                .findFirst();
    }

    /** Waits until it takes orders. */
    void awaitOpen() {
        Patience.until("The opening of " + daemon.name(), START, daemon::requireAlive, () -> Files.exists(socket));
    }
}
