package org.vmturntable.testbed.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * A short-lived command of the host.
 *
 * @param words the program and its arguments; no shell reads them
 * @param input what it reads, may be empty
 */
public record Command(List<String> words, String input) {
    public Command {
        words = List.copyOf(words);
    }

    public static Command of(String... words) {
        return new Command(List.of(words), "");
    }

    /** The same command inside a network namespace. */
    public Command in(String namespace) {
        List<String> entered = Stream.concat(Stream.of("ip", "netns", "exec", namespace), words.stream())
                .toList();
        return new Command(entered, input);
    }

    /** The same command with something to read. */
    public Command reading(String text) {
        return new Command(words, text);
    }

    /** What a command left. {@code output} has both of its streams. */
    public record Outcome(int exitCode, String output) {
        public boolean succeeded() {
            return exitCode == 0;
        }
    }

    /**
     * Runs to the end, however long that takes.
     *
     * @throws HostException if the program cannot be started
     */
    public Outcome attempt() {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            feed(process);
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (IOException unstartable) {
            throw new HostException("The command " + words.get(0) + " cannot be run: " + unstartable.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new HostException("Interrupted while running " + words.get(0) + ".", stopped);
        }
    }

    /**
     * Runs to the end and insists on success.
     *
     * @return what it wrote
     * @throws HostException with what it wrote, if it fails
     */
    public String run() {
        Outcome outcome = attempt();
        if (!outcome.succeeded()) {
            throw new HostException("`" + String.join(" ", words) + "` failed: "
                    + outcome.output().strip());
        }
        return outcome.output();
    }

    private void feed(Process process) {
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ended) {
            // a command that ends without reading everything tells why in its exit code
            if (process.isAlive()) {
                throw new UncheckedIOException(ended);
            }
        }
    }
}
