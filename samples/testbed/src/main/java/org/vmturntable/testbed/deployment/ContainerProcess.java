package org.vmturntable.testbed.deployment;

import java.util.List;
import java.util.Optional;
import org.vmturntable.testbed.process.Daemon;
import org.vmturntable.testbed.process.JavaProgram;
import org.vmturntable.testbed.topology.Place;

/** A place's grid container as a process of its own, in the place's namespace. */
public final class ContainerProcess {
    private static final String MAIN = "org.vmturntable.container.Main";
    private static final int HEAP_MEGABYTES = 160;

    private ContainerProcess() {}

    /**
     * Starts it and does not wait for its answer.
     *
     * @throws org.vmturntable.testbed.process.HostException if it cannot be started
     */
    public static Daemon start(Testbed testbed, Place place) {
        return Daemon.start(
                "The grid container of " + place.name().value(),
                testbed.topology().namespaceOf(place.name()),
                testbed.logOf(place.name()),
                words(testbed, place));
    }

    /** The one that runs at a place now; empty if none does. */
    public static Optional<ProcessHandle> running(Testbed testbed, Place place) {
        return testbed.namespaceOf(place.name()).processes().stream()
                .filter(process -> Daemon.commandLine(process).containsAll(List.of(MAIN, "serve")))
                .findFirst();
    }

    /** True once its port is open; it may still be making its services ready. */
    public static boolean listens(Testbed testbed, Place place) {
        return testbed.namespaceOf(place.name()).listensOn(ContainerConfiguration.PORT);
    }

    /** The broker's container uses every part, so its classes are the ones worth keeping for the next start. */
    private static List<String> words(Testbed testbed, Place place) {
        var program = new JavaProgram(
                MAIN,
                HEAP_MEGABYTES,
                List.of(
                        "serve",
                        "--config",
                        testbed.directoryOf(place.name())
                                .containerConfiguration()
                                .toString()));
        if (JavaProgram.hasSharedClasses(testbed.home())) {
            return program.wordsWithSharedClasses(testbed.home());
        }
        return place.name().equals(testbed.topology().optical().broker())
                ? program.wordsThatArchiveClasses(testbed.home())
                : program.words();
    }
}
