package org.vmturntable.container.soap;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.vmturntable.soap.SoapIdentity;

/** Requests as bytes: what a client of ours would send, and sending anything. */
final class Wire {
    private Wire() {}

    /** Something that sends one request. */
    interface Sender {
        void sendTo(URI address) throws Exception;
    }

    /** An answer as it came. */
    record Answer(int status, String body) {
        boolean isFault() {
            return status == 500 && body.contains("Fault>");
        }
    }

    /** What the sender sends, kept instead of brought to a service. */
    static String record(SoapIdentity listener, Sender sender) throws Exception {
        AtomicReference<String> sent = new AtomicReference<>("");
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.setHttpsConfigurator(new HttpsConfigurator(listener.tls()));
        server.createContext("/", exchange -> {
            sent.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        server.start();
        try {
            sender.sendTo(URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/edge"));
        } catch (jakarta.xml.ws.WebServiceException e) {
            // The recorder answers nothing useful.
        } finally {
            server.stop(0);
        }
        return Objects.requireNonNull(sent.get());
    }

    /** Sends bytes over a TLS connection of that identity. */
    static Answer send(SoapIdentity identity, URI address, String envelope) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder().sslContext(identity.tls()).build();
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "text/xml; charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofString(envelope))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }
}
