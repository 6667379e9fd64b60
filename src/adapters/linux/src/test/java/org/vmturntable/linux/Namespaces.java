package org.vmturntable.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Network namespaces of one test run, named after its process: at the start those of runs that were killed are removed, at the
 * end its own.
 */
final class Namespaces implements AutoCloseable {
    private static final String STEM = "vt-linuxit-";
    private static final CommandRunner HERE = CommandRunner.here(Duration.ofSeconds(20));

    private final String run = STEM + ProcessHandle.current().pid() + "-";

    Namespaces() {
        names().filter(name -> name.startsWith(STEM) && !runs(name)).forEach(Namespaces::delete);
    }

    String create(String place) {
        String name = run + place;
        execute("ip", "netns", "add", name);
        in(name, "ip", "link", "set", "lo", "up");
        return name;
    }

    static void in(String namespace, String... command) {
        require(CommandRunner.inNamespace(namespace, Duration.ofSeconds(20)).run(List.of(command)), command);
    }

    static void execute(String... command) {
        require(HERE.run(List.of(command)), command);
    }

    private static void require(CommandRunner.Result result, String... command) {
        if (!result.succeeded()) {
            throw new IllegalStateException(String.join(" ", command) + ": " + result.complaint());
        }
    }

    @Override
    public void close() {
        names().filter(name -> name.startsWith(run)).forEach(Namespaces::delete);
    }

    private static void delete(String name) {
        execute("ip", "netns", "delete", name);
    }

    private static Stream<String> names() {
        return HERE.run(List.of("ip", "netns", "list")).output().lines().map(line -> line.split(" ", 2)[0]);
    }

    private static boolean runs(String name) {
        String pid = name.substring(STEM.length()).split("-", 2)[0];
        return Files.exists(Path.of("/proc", pid));
    }
}
