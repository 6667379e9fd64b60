package org.vmturntable.testbed.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process that lives on in its namespace when the one that started it is gone. It has a session of its own, so that Ctrl-C
 * in the terminal does not reach it; clean-up finds it by its namespace.
 */
public final class Daemon {
    private static final int TAIL_LINES = 12;

    private final String name;
    private final Process process;
    private final Path log;

    private Daemon(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a program in a namespace; both of its streams go to the log's end.
     *
     * @throws HostException if it cannot be started
     */
    public static Daemon start(String name, String namespace, Path log, List<String> words) {
        List<String> all = Stream.concat(Stream.of("ip", "netns", "exec", namespace, "setsid"), words.stream())
                .toList();
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Process process = new ProcessBuilder(all)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new Daemon(name, process, log);
        } catch (IOException unstartable) {
            throw new HostException(name + " cannot be started: " + unstartable.getMessage(), unstartable);
        }
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    /**
     * Complains if the process has ended.
     *
     * @throws HostException with the tail of its log
     */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw new HostException(name + " ended with code " + process.exitValue() + ". Its log ends:\n" + tail(log));
        }
    }

    /**
     * A process's command line, word by word; empty if it has ended. {@link ProcessHandle.Info} gives up on lines of more than a
     * page, as every class path is.
     */
    public static List<String> commandLine(ProcessHandle process) {
        try {
            return List.of(Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .split("\0"));
        } catch (IOException gone) {
            return List.of();
        }
    }

    /** A log's last lines; empty if there is none. */
    public static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException none) {
            return "";
        }
    }
}
