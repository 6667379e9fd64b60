package org.vmturntable.testbed.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vmturntable.testbed.process.Daemon;

/** What this machine shows of a testbed, and how it was before there was one. */
public final class Traces {
    private static final Path INTERFACES = Path.of("/sys/class/net");
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final Path SETTINGS = Path.of("/etc");
    /** Keeps services from starting while the launcher installs packages. */
    private static final Path INSTALLATION_GUARD = Path.of("/usr/sbin/policy-rc.d");

    private final Path state;
    private final Set<String> interfaces;
    private final Set<String> namespaces;
    private final Set<String> settings;
    private final String guard;

    private Traces(Path state) throws IOException {
        this.state = state;
        this.interfaces = entries(INTERFACES);
        this.namespaces = namespaces();
        this.settings = entries(SETTINGS);
        this.guard = guard();
    }

    /** Looks around while no testbed with that state is up. */
    public static Traces before(Path state) throws IOException {
        return new Traces(state);
    }

    /** Those of tests that run beside come and go; their names tell whose they are. */
    private static Set<String> namespaces() throws IOException {
        return entries(NAMESPACES).stream()
                .filter(name -> !name.startsWith("vt-virtit-") && !name.startsWith("vt-linuxit-"))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Compares: no process, mount, interface, namespace or file may have come. */
    public void assertNothingIsLeft() throws IOException {
        assertThat(namespaces()).as("namespaces").isEqualTo(namespaces);
        assertThat(state).doesNotExist();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(state.toString());
        assertThat(words()).noneMatch(word -> word.contains(state + "/") || word.endsWith("/build-guest"));
        assertThat(entries(INTERFACES)).as("interfaces").isEqualTo(interfaces);
        assertThat(entries(SETTINGS)).as("/etc").isEqualTo(settings);
        assertThat(guard()).isEqualTo(guard);
    }

    private static List<String> words() {
        try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
            return processes
                    .flatMap(process -> Daemon.commandLine(process).stream())
                    .toList();
        }
    }

    private static Set<String> entries(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return Set.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return new TreeSet<>(
                    entries.map(entry -> entry.getFileName().toString()).toList());
        }
    }

    private static String guard() throws IOException {
        return Files.exists(INSTALLATION_GUARD) ? Files.readString(INSTALLATION_GUARD) : "";
    }
}
