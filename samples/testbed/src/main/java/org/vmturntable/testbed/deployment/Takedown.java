package org.vmturntable.testbed.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.vmturntable.testbed.network.Namespace;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.process.JavaProgram;
import org.vmturntable.testbed.process.Patience;
import org.vmturntable.testbed.site.MountPoints;

/**
 * Takes a testbed down, also one whose maker was killed half way. It looks at what there is, not at what it remembers: every
 * process of a testbed lives in one of its namespaces, and every file below its state. Doing it twice does no harm.
 */
public final class Takedown {
    private static final Duration POLITE = Duration.ofSeconds(12);
    /** Once after a build the broker's container writes the archive of its classes before it ends. */
    private static final Duration ARCHIVING = Duration.ofSeconds(60);

    private static final Duration FORCED = Duration.ofSeconds(10);

    private final Testbed testbed;

    public Takedown(Testbed testbed) {
        this.testbed = testbed;
    }

    /** True if anything of a testbed is there. */
    public boolean isNeeded() {
        return Files.exists(testbed.state()) || !present().isEmpty();
    }

    /**
     * Ends the processes, politely first, then removes namespaces and files.
     *
     * @throws HostException if something will not go, or if the folder of the testbed's state is somebody else's
     */
    public void run() {
        StateFolder state = new StateFolder(testbed.state());
        state.requireOurs();
        List<Namespace> namespaces = present();
        // guests first: they have nothing to say at their end, and libvirtd would only watch them go
        end(namespaces, process -> name(process).startsWith("qemu-system"), ProcessHandle::destroyForcibly, FORCED);
        Duration patience = JavaProgram.hasSharedClasses(testbed.home()) ? POLITE : ARCHIVING;
        if (!end(namespaces, process -> true, ProcessHandle::destroy, patience)) {
            requireGone(end(namespaces, process -> true, ProcessHandle::destroyForcibly, FORCED), namespaces);
        }
        namespaces.forEach(Namespace::delete);
        removeMountPoints();
        state.remove();
        removeIfEmpty(testbed.state().resolveSibling("."));
    }

    private List<Namespace> present() {
        Set<Namespace> candidates = new LinkedHashSet<>(testbed.namespaces());
        candidates.addAll(recorded());
        return candidates.stream().filter(Namespace::exists).toList();
    }

    /** What another topology's testbed may have left. */
    private List<Namespace> recorded() {
        try {
            return Files.readAllLines(testbed.namespaceList()).stream()
                    .filter(name -> name.startsWith(testbed.topology().namespaces()))
                    .map(Namespace::new)
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private boolean end(
            List<Namespace> namespaces, Predicate<ProcessHandle> which, Consumer<ProcessHandle> how, Duration limit) {
        try {
            signal(namespaces, which, how);
            Patience.until(
                    "The end of the testbed's processes",
                    limit,
                    () -> {},
                    () -> namespaces.stream()
                            .flatMap(namespace -> namespace.processes().stream())
                            .noneMatch(which));
            return true;
        } catch (HostException stillThere) {
            return false;
        }
    }

    private void signal(List<Namespace> namespaces, Predicate<ProcessHandle> which, Consumer<ProcessHandle> how) {
        for (Namespace namespace : namespaces) {
            for (ProcessHandle process : namespace.processes()) {
                if (which.test(process) && namespace.holds(process)) {
                    how.accept(process);
                }
            }
        }
    }

    private static void requireGone(boolean gone, List<Namespace> namespaces) {
        if (!gone) {
            List<Long> left = namespaces.stream()
                    .flatMap(namespace -> namespace.processes().stream())
                    .map(ProcessHandle::pid)
                    .toList();
            throw new HostException("These processes of the testbed do not end: " + left);
        }
    }

    private static String name(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString())
                .orElse("");
    }

    private void removeMountPoints() {
        try {
            MountPoints.made(testbed.mountPoints()).forEach(Takedown::removeIfEmpty);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static void removeIfEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder.normalize());
        } catch (DirectoryNotEmptyException inUse) {
            // something that is not ours lives there
            return;
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
