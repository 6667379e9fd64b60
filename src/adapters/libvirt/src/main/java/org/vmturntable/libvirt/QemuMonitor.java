package org.vmturntable.libvirt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A machine's second monitor: QEMU itself, past libvirtd, which answers nothing of the kind while a machine moves. QEMU talks to
 * one at a time, so who moves a machine shares one of these. For any number of threads; a thread of its own reads.
 *
 * @see "QEMU Machine Protocol specification, docs/interop/qmp-spec"
 */
final class QemuMonitor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(QemuMonitor.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(2);

    private final SocketChannel channel;
    private final Map<String, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    private final List<Consumer<JsonNode>> listeners = new CopyOnWriteArrayList<>();
    private final CompletableFuture<JsonNode> greeting = new CompletableFuture<>();
    private final AtomicLong number = new AtomicLong();
    private volatile @Nullable IOException ended;

    private QemuMonitor(SocketChannel channel) {
        this.channel = channel;
    }

    /** @throws IOException if nobody listens there, or QEMU is busy with another */
    static QemuMonitor connect(Path socket) throws IOException {
        QemuMonitor monitor = new QemuMonitor(SocketChannel.open(StandardProtocolFamily.UNIX));
        try {
            monitor.channel.connect(UnixDomainSocketAddress.of(socket));
            Thread reader = new Thread(monitor::read, "monitor-" + socket.getFileName());
            reader.setDaemon(true);
            reader.start();
            await("its greeting", monitor.greeting);
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
        return await(command, begin(command, arguments));
    }

    /** The same for the few commands that QEMU takes also while it is waiting for a guest's memory itself. */
    JsonNode executeAtOnce(String command, Map<String, ?> arguments) throws IOException {
        return await(command, begin("exec-oob", command, arguments));
    }

    /** Gives a command without waiting; QEMU does in their order what it is given. The future fails with {@link IOException}. */
    CompletableFuture<JsonNode> begin(String command, Map<String, ?> arguments) throws IOException {
        return begin("execute", command, arguments);
    }

    private CompletableFuture<JsonNode> begin(String kind, String command, Map<String, ?> arguments)
            throws IOException {
        String id = command + "#" + number.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        Map<String, Object> message = new LinkedHashMap<>();
        message.put(kind, command);
        message.put("arguments", arguments);
        message.put("id", id);
        write(message);
        IOException already = ended;
        if (already != null) {
            answer.completeExceptionally(already);
        }
        return answer;
    }

    /** Waits for the answer to what was begun, for two seconds at most. */
    static JsonNode await(String what, CompletableFuture<JsonNode> answer) throws IOException {
        try {
            return answer.get(ANSWERS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("QEMU does not answer " + what, e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new IOException(cause == null ? what : cause.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    /** Tells each event from now on, at once, on the thread that reads: the listener must return without waiting. */
    void onEvent(Consumer<JsonNode> listener) {
        listeners.add(listener);
    }

    /**
     * The next event, waiting for it.
     *
     * @throws IOException if QEMU has ended or nothing came in time
     */
    JsonNode event(Duration within) throws IOException {
        try {
            JsonNode event = events.poll(within.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null || event.isMissingNode()) {
                throw event == null ? new IOException("QEMU says nothing") : endOfConversation();
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    /** True once QEMU has hung up: nothing will be answered any more. */
    boolean hasEnded() {
        return ended != null;
    }

    private void write(Map<String, ?> message) throws IOException {
        ByteBuffer line = StandardCharsets.UTF_8.encode(JSON.writeValueAsString(message) + "\n");
        synchronized (channel) {
            while (line.hasRemaining()) {
                channel.write(line);
            }
        }
    }

    private void read() {
        IOException end = endOfConversation();
        try (BufferedReader lines =
                new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8.newDecoder(), 1 << 16))) {
            String line = lines.readLine();
            while (line != null) {
                take(JSON.readTree(line));
                line = lines.readLine();
            }
        } catch (IOException e) {
            end = e;
        }
        ended = end;
        IOException why = end;
        greeting.completeExceptionally(why);
        asked.values().forEach(answer -> answer.completeExceptionally(why));
        events.add(JSON.missingNode());
    }

    private static EOFException endOfConversation() {
        return new EOFException("QEMU has ended the conversation");
    }

    private void take(JsonNode message) {
        if (message.has("event")) {
            listeners.forEach(listener -> listener.accept(message));
            events.add(message);
        } else if (message.has("QMP")) {
            greeting.complete(message);
        } else {
            answer(message);
        }
    }

    private void answer(JsonNode message) {
        String id = message.path("id").asText();
        CompletableFuture<JsonNode> answer = asked.remove(id);
        if (answer == null) {
            log.warn("QEMU answers what was not asked: {}", message);
        } else if (message.has("error")) {
            String command = id.substring(0, id.indexOf('#'));
            answer.completeExceptionally(new IOException(
                    command + ": " + message.path("error").path("desc").asText()));
        } else {
            answer.complete(message.path("return"));
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
