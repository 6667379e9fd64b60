package org.vmturntable.disk;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * QEMU's storage daemon with one overlay: holds the image's write lock, so that no hypervisor can run a guest on it meanwhile,
 * and offers it by NBD. Writes go to the host's page cache, where the hypervisor that opens the image next sees them; they are
 * durable when {@link Overlay#sync} has returned.
 *
 * @see "qemu-storage-daemon(1)"
 */
final class StorageDaemon implements AutoCloseable {
    static final String EXPORT = "disk";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(10);
    private static final int ENDS_WITHIN_SECONDS = 10;

    private static final ExecutorService SPAWNER = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "storage-daemons");
        thread.setDaemon(true);
        return thread;
    });

    private final Process process;
    private final Path socket;

    private StorageDaemon(Process process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    /**
     * Starts it and waits until it serves.
     *
     * @param socket where it is to listen: in a folder that only this process may enter
     * @throws IOException if the image cannot be opened, or another holds its lock
     */
    static StorageDaemon start(ArrivingDisk disk, Path socket) throws IOException {
        Files.deleteIfExists(socket);
        StorageDaemon daemon = new StorageDaemon(spawn(command(disk, socket)), socket);
        try {
            daemon.awaitService();
            return daemon;
        } catch (IOException e) {
            daemon.close(e);
            throw e;
        }
    }

    private static Map<String, Object> image(ArrivingDisk disk) {
        Map<String, Object> cache = Map.of("direct", false, "no-flush", true);
        return Map.of(
                "driver",
                "qcow2",
                "node-name",
                EXPORT,
                "discard",
                "unmap",
                "cache",
                cache,
                "file",
                Map.of("driver", "file", "filename", disk.overlay().toString(), "cache", cache),
                "backing",
                Map.of(
                        "driver",
                        "raw",
                        "read-only",
                        true,
                        "file",
                        Map.of("driver", "file", "filename", disk.base().toString())));
    }

    private static ProcessBuilder command(ArrivingDisk disk, Path socket) throws IOException {
        // it ends with this process: nobody else would ever let go of the image
        return new ProcessBuilder(
                        "setpriv",
                        "--pdeathsig",
                        "KILL",
                        "qemu-storage-daemon",
                        "--blockdev",
                        JSON.writeValueAsString(image(disk)),
                        "--nbd-server",
                        "addr.type=unix,addr.path=" + socket,
                        "--export",
                        "type=nbd,id=%1$s,node-name=%1$s,name=%1$s,writable=on,allocation-depth=on".formatted(EXPORT))
                .redirectErrorStream(true)
                .redirectOutput(log(socket).toFile());
    }

    /** The kernel tells a child of its parent's death when the thread ends that made it: so that must be one that does not. */
    private static Process spawn(ProcessBuilder command) throws IOException {
        try {
            return CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return command.start();
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            },
                            SPAWNER)
                    .join();
        } catch (CompletionException e) {
            throw new IOException("The storage daemon cannot be started", e);
        }
    }

    private static Path log(Path socket) {
        return socket.resolveSibling(socket.getFileName() + ".log");
    }

    private void awaitService() throws IOException {
        long deadline = System.nanoTime() + STARTS_WITHIN.toNanos();
        while (!listens()) {
            try {
                if (process.waitFor(10, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                    throw new IOException("The storage daemon does not serve: "
                            + Files.readString(log(socket)).strip());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted", e);
            }
        }
    }

    /** The socket's file is there a moment before anybody listens. */
    private boolean listens() {
        try (SocketChannel trial = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return trial.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    NbdClient connect(String... contexts) throws IOException {
        return NbdClient.connect(socket, EXPORT, contexts);
    }

    private void close(IOException because) {
        try {
            close();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    /** True while it serves. */
    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Ends it and waits: from then on it does not hold the image any more.
     *
     * @throws IOException if it had ended before, had to be killed or did not end well: what was written and not flushed may be lost
     */
    @Override
    public void close() throws IOException {
        process.destroy();
        boolean killed = !ends();
        String said = Files.exists(log(socket)) ? Files.readString(log(socket)).strip() : "";
        Files.deleteIfExists(socket);
        Files.deleteIfExists(log(socket));
        if (killed || process.exitValue() != 0) {
            throw new IOException("The storage daemon of " + socket.getFileName() + " has "
                    + (killed ? "not ended in time" : "ended with " + process.exitValue()) + ": " + said);
        }
    }

    /** False if it had to be killed. */
    private boolean ends() throws IOException {
        try {
            boolean ended = process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            return ended;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }
}
