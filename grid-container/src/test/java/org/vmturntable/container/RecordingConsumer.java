package org.vmturntable.container;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.oasis_open.docs.wsn.b_2.Subscribe;
import org.vmturntable.soap.EndpointReferences;

/** A consumer that knows nothing of this project: it takes what comes by HTTP and picks out sequence and state. */
final class RecordingConsumer implements AutoCloseable {
    private static final Pattern CHANGE =
            Pattern.compile("Sequence[^>]*>(\\d+)<.*?<(?:\\w+:)?State[^>]*>(\\w+)<", Pattern.DOTALL);

    private final HttpServer server;
    private final List<String> received = new CopyOnWriteArrayList<>();

    RecordingConsumer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    /** What brings every message here. */
    Subscribe subscription() {
        return subscription(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/consumer"));
    }

    /** Asks for messages to whoever may be there. */
    static Subscribe subscription(URI consumer) {
        Subscribe subscribe = new Subscribe();
        subscribe.setConsumerReference(EndpointReferences.service(consumer));
        return subscribe;
    }

    /** Sequence and state of each message, in the order in which they came, such as {@code 1 REQUESTED}. */
    List<String> received() {
        return List.copyOf(received);
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Matcher change = CHANGE.matcher(body);
        received.add(change.find() ? change.group(1) + " " + change.group(2) : body);
        exchange.sendResponseHeaders(202, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
