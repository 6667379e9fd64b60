package org.vmturntable.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * Runs the system's commands, each as a process of its own from a list of arguments: no shell reads them. A command that does
 * not end in time is killed.
 */
public final class CommandRunner {
    // A service's own path often lacks sbin, where iproute2 is.
    private static final String PATH = "/usr/sbin:/sbin:/usr/bin:/bin";

    private final List<String> prefix;
    private final Duration timeout;

    private CommandRunner(List<String> prefix, Duration timeout) {
        this.prefix = prefix;
        this.timeout = timeout;
    }

    /** @param timeout for each command, positive */
    public static CommandRunner here(Duration timeout) {
        return new CommandRunner(List.of(), timeout);
    }

    /** Runs every command in a network namespace made by {@code ip netns}. */
    public static CommandRunner inNamespace(String namespace, Duration timeout) {
        return new CommandRunner(List.of("ip", "netns", "exec", namespace), timeout);
    }

    /** What a command that ended left behind. Its texts are for logs, not for faults. */
    record Result(int exitCode, String output, String complaint) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    /**
     * Runs a command to its end, whatever that is.
     *
     * @throws GridException {@link FailureCode#TUNNEL_REFUSED} if it cannot be started or does not end in time
     */
    Result run(List<String> command) {
        List<String> line = new ArrayList<>(prefix);
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(Map.of("PATH", PATH, "LC_ALL", "C"));
        try {
            return await(builder.start(), command.get(0));
        } catch (IOException e) {
            throw failed("The command cannot be run: " + command.get(0), command.get(0), e);
        }
    }

    private Result await(Process process, String name) throws IOException {
        AtomicBoolean late = new AtomicBoolean();
        CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    late.set(process.isAlive());
                    // By its handle: Process itself would also close the streams that are being read.
                    process.toHandle().destroyForcibly();
                });
        process.getOutputStream().close();
        // One after the other is enough: what these commands complain of is far shorter than a pipe holds.
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String complaint = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = exitOf(process, name);
        if (late.get()) {
            throw failed("The command did not end within " + timeout + ": " + name, name, null);
        }
        return new Result(exitCode, output, complaint);
    }

    private static int exitOf(Process process, String name) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw failed("Interrupted while waiting for " + name, name, e);
        }
    }

    private static GridException failed(String message, String name, @Nullable Throwable cause) {
        return new GridException(FailureCode.TUNNEL_REFUSED, message, Map.of("command", name), cause);
    }
}
