package org.vmturntable.testbed.trial;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.oasis_open.docs.wsn.b_2.Subscribe;
import org.vmturntable.cli.grid.Failure;
import org.vmturntable.cli.grid.FailureKind;
import org.vmturntable.cli.grid.GridFailure;
import org.vmturntable.cli.grid.MigrationState;
import org.vmturntable.cli.grid.Reference;
import org.vmturntable.soap.EndpointReferences;
import org.vmturntable.soap.GridClients;
import org.vmturntable.soap.vm.MigratableVm;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.wan.NetworkNamespace;

/**
 * A migration's changes of state, as its site tells them to subscribers. Listens beside the site's container, so that no message has
 * an ocean to cross: most states are over sooner than that takes.
 */
final class SagaNews implements AutoCloseable {
    private static final Pattern STATE = Pattern.compile("<(?:\\w+:)?State(?: [^>]*)?>(\\w+)<");

    private final HttpServer server;
    private final Set<MigrationState> come = new HashSet<>();

    private SagaNews(HttpServer server) {
        this.server = server;
        server.createContext("/", this::take);
        server.start();
    }

    /**
     * Subscribes to all migrations of a machine.
     *
     * @param site the namespace of the site where it is
     * @throws IOException if it cannot be listened there
     */
    static SagaNews of(Reference vm, NetworkNamespace site, GridClients clients) throws IOException {
        SagaNews news = new SagaNews(
                site.inside(() -> HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)));
        news.subscribe(vm, clients);
        return news;
    }

    /** Waits until that state has come; false if it does not within the limit. */
    synchronized boolean await(MigrationState state, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!come.contains(state)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** The border to generated code, whose typed exceptions have no common type but Exception. */
    private void subscribe(Reference vm, GridClients clients) {
        Subscribe wish = new Subscribe();
        wish.setConsumerReference(EndpointReferences.service(
                URI.create(Testbed.CONSUMERS + ":" + server.getAddress().getPort() + "/")));
        String service = vm.address().toString().replace("/" + vm.key(), "");
        try {
            clients.port(MigratableVm.class, EndpointReferences.resource(URI.create(service), vm.key()))
                    .subscribe(wish);
        } catch (Exception refused) {
            close();
            throw new GridFailure(
                    Failure.of(
                            FailureKind.EXTERNAL,
                            "NOT_SUBSCRIBED",
                            vm.site() + " does not take a subscription: " + refused.getMessage()),
                    refused);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Matcher state = STATE.matcher(body);
        if (state.find()) {
            came(MigrationState.valueOf(state.group(1)));
        }
        exchange.sendResponseHeaders(202, -1);
        exchange.close();
    }

    private synchronized void came(MigrationState state) {
        come.add(state);
        notifyAll();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
