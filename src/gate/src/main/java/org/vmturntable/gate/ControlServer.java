package org.vmturntable.gate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/** Takes a container's orders: lines of JSON over a unix socket that is its owner's alone. */
final class ControlServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ControlServer.class);
    private static final int MOST_CALLERS = 64;

    private final Path socket;
    private final ServerSocketChannel listener;
    private final GateOrders orders;
    private final Semaphore callers = new Semaphore(MOST_CALLERS);

    private ControlServer(Path socket, ServerSocketChannel listener, GateOrders orders) {
        this.socket = socket;
        this.listener = listener;
        this.orders = orders;
    }

    /**
     * Replaces the socket that an earlier gate left.
     *
     * @throws GridException {@code GATE_FAILED} if a gate serves there
     */
    static ControlServer open(Path socket, GateOrders orders) throws IOException {
        requireUnserved(socket);
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            bind(listener, socket);
            return new ControlServer(socket, listener, orders);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    private static void requireUnserved(Path socket) throws IOException {
        if (!Files.exists(socket)) {
            return;
        }
        try (SocketChannel trial = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            throw new GridException(FailureCode.GATE_FAILED, "A gate serves already at " + trial.getRemoteAddress());
        } catch (IOException unserved) {
            log.debug("Nobody serves at {}", socket, unserved);
        }
    }

    /** In a folder that nobody else can enter, so that the socket is its owner's alone from the first moment. */
    private static void bind(ServerSocketChannel listener, Path socket) throws IOException {
        Path folder = Files.createTempDirectory(socket.toAbsolutePath().getParent(), ".gate");
        Path made = folder.resolve("s");
        try {
            listener.bind(UnixDomainSocketAddress.of(made));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
            Files.move(made, socket, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(made);
            Files.delete(folder);
        }
    }

    void begin() {
        Threads.begin("control", this::accept);
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = listener.accept();
                if (callers.tryAcquire()) {
                    Threads.begin("orders", () -> serve(channel));
                } else {
                    Sockets.close(channel);
                }
            }
        } catch (IOException closed) {
            log.debug("No more orders are taken", closed);
        }
    }

    private void serve(SocketChannel channel) {
        ControlLines lines = new ControlLines(channel);
        boolean pipe = false;
        try {
            Optional<JsonNode> order = lines.next();
            while (order.isPresent() && !pipe) {
                pipe = orders.obey(order.get(), lines);
                order = pipe ? Optional.empty() : lines.next();
            }
        } catch (IOException e) {
            log.debug("A caller has left", e);
        } finally {
            callers.release();
            if (!pipe) {
                Sockets.close(channel);
            }
        }
    }

    @Override
    public void close() {
        Sockets.close(listener);
        try {
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            log.warn("The control socket {} stays behind", socket, e);
        }
    }
}
