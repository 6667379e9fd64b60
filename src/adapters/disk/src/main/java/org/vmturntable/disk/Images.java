package org.vmturntable.disk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** QEMU's own tools, run to their end. */
final class Images {
    private static final int ENDS_WITHIN_SECONDS = 60;

    private Images() {}

    /** Makes an overlay in which nothing is written yet; replaces what was there. Its base is not looked for. */
    static void createOverlay(ArrivingDisk disk) throws IOException {
        run(List.of(
                "qemu-img",
                "create",
                "-q",
                "-u",
                "-f",
                "qcow2",
                "-F",
                "raw",
                "-b",
                disk.baseAsHypervisorSeesIt(),
                disk.overlay().toString(),
                Long.toString(disk.size())));
    }

    static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String said = output.lines().collect(Collectors.joining("; "));
            if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(command.get(0) + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
