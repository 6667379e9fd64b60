package org.vmturntable.testbed.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.vmturntable.testbed.process.Command;
import org.vmturntable.testbed.process.HostException;

/**
 * A named network namespace of this host.
 *
 * @param name as {@code ip netns} knows it
 */
public record Namespace(String name) {

    /** Creates it with its loopback up. */
    public void create() {
        Command.of("ip", "netns", "add", name).run();
        configure(List.of("link set lo up"));
    }

    public boolean exists() {
        return Files.exists(handle());
    }

    /** Deletes it, if it is there. Its interfaces go with it once no process is left inside. */
    public void delete() {
        if (exists()) {
            Command.of("ip", "netns", "delete", name).run();
        }
    }

    /** Feeds lines to {@code ip -batch}; the first bad one ends it. */
    public void configure(List<String> lines) {
        Command.of("ip", "-n", name, "-batch", "-").reading(lines(lines)).run();
    }

    /** Feeds lines to {@code bridge -batch}. */
    public void configureForwarding(List<String> lines) {
        Command.of("bridge", "-n", name, "-batch", "-").reading(lines(lines)).run();
    }

    /**
     * Sets kernel parameters below {@code /proc/sys/net} as this namespace sees them.
     *
     * @param parameters values by dotted name without the leading {@code net.}
     */
    public void tune(Map<String, String> parameters) {
        StringBuilder script = new StringBuilder("set -e\n");
        parameters.forEach((parameter, value) ->
                script.append("echo '%s' >/proc/sys/net/%s%n".formatted(value, parameter.replace('.', '/'))));
        Command.of("sh").reading(script.toString()).in(name).run();
    }

    /** True if a process inside listens on the TCP port. */
    public boolean listensOn(int port) {
        return !Command.of("ss", "-Hltn", "sport = :" + port).in(name).run().isBlank();
    }

    /** Every process inside at this moment; in no order, may be empty. */
    public List<ProcessHandle> processes() {
        if (!exists()) {
            return List.of();
        }
        return Command.of("ip", "netns", "pids", name)
                .run()
                .lines()
                .map(Long::parseLong)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .toList();
    }

    /** True if the process is inside now: ids are used again, so ask just before it is ended. */
    public boolean holds(ProcessHandle process) {
        try {
            Object inside = Files.getAttribute(Path.of("/proc", Long.toString(process.pid()), "ns", "net"), "unix:ino");
            return inside.equals(Files.getAttribute(handle(), "unix:ino"));
        } catch (IOException gone) {
            return false;
        }
    }

    private Path handle() {
        if (name.isEmpty() || name.contains("/")) {
            throw new HostException("No namespace can be called '" + name + "'.");
        }
        return Path.of("/run/netns", name);
    }

    private static String lines(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
