package org.vmturntable.libvirt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * A machine's second monitor: QEMU itself, past libvirtd, which answers nothing of the kind while a machine moves. QEMU talks to
 * one at a time. For one thread.
 *
 * @see "QEMU Machine Protocol specification, docs/interop/qmp-spec"
 */
final class QemuMonitor implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(2);

    private final SocketChannel channel;
    private final Selector selector;
    private final ByteBuffer received = ByteBuffer.allocate(1 << 16);
    private final Deque<JsonNode> eventsMeanwhile = new ArrayDeque<>();

    private QemuMonitor(SocketChannel channel, Selector selector) {
        this.channel = channel;
        this.selector = selector;
    }

    /** @throws IOException if nobody listens there, or QEMU is busy with another */
    static QemuMonitor connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Selector selector = Selector.open();
        QemuMonitor monitor = new QemuMonitor(channel, selector);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            monitor.next(ANSWERS_WITHIN);
            monitor.execute("qmp_capabilities", Map.of("enable", List.of("oob")));
            return monitor;
        } catch (IOException e) {
            monitor.close();
            throw e;
        }
    }

    /**
     * Gives a command and waits for its answer, for two seconds at most.
     *
     * @throws IOException if QEMU refuses it, has ended or does not answer
     */
    JsonNode execute(String command, Map<String, ?> arguments) throws IOException {
        send(command, arguments);
        return answer(command);
    }

    /** The same for the few commands that QEMU takes also while it is waiting for a guest's memory itself. */
    JsonNode executeAtOnce(String command, Map<String, ?> arguments) throws IOException {
        write(Map.of("exec-oob", command, "arguments", arguments, "id", command));
        return answer(command);
    }

    private JsonNode answer(String command) throws IOException {
        while (true) {
            JsonNode message = next(ANSWERS_WITHIN);
            if (message.has("error")) {
                throw new IOException(
                        command + ": " + message.path("error").path("desc").asText());
            }
            if (message.has("return")) {
                return message.path("return");
            }
            eventsMeanwhile.add(message);
        }
    }

    /** Gives a command without waiting; its answer turns up among the {@link #event}s and is passed over there. */
    void send(String command, Map<String, ?> arguments) throws IOException {
        write(Map.of("execute", command, "arguments", arguments));
    }

    private void write(Map<String, ?> message) throws IOException {
        ByteBuffer line = StandardCharsets.UTF_8.encode(JSON.writeValueAsString(message) + "\n");
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    /**
     * The next event, waiting for it.
     *
     * @throws IOException if QEMU has ended or nothing came in time
     */
    JsonNode event(Duration within) throws IOException {
        JsonNode message = eventsMeanwhile.isEmpty() ? next(within) : eventsMeanwhile.remove();
        while (!message.has("event")) {
            message = next(within);
        }
        return message;
    }

    private JsonNode next(Duration within) throws IOException {
        long deadline = System.nanoTime() + within.toNanos();
        int length = lineLength();
        while (length < 0) {
            receive((deadline - System.nanoTime()) / 1_000_000);
            length = lineLength();
        }
        JsonNode message = JSON.readTree(received.array(), 0, length);
        received.flip().position(length + 1);
        received.compact();
        return message;
    }

    private int lineLength() {
        for (int i = 0; i < received.position(); i++) {
            if (received.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void receive(long millis) throws IOException {
        if (millis <= 0) {
            throw new IOException("QEMU says nothing");
        }
        selector.select(millis);
        selector.selectedKeys().clear();
        if (channel.read(received) < 0 || !received.hasRemaining()) {
            throw new EOFException("QEMU has ended the conversation");
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
