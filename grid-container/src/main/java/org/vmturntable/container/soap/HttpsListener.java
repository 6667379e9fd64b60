package org.vmturntable.container.soap;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.cxf.Bus;
import org.apache.cxf.transport.servlet.CXFNonSpringServlet;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.PathMappingsHandler;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.soap.SoapIdentity;

/** Jetty with mutual TLS, in front of CXF. */
final class HttpsListener implements AutoCloseable {
    /** No request of ours comes near; what is larger is refused before it is read. */
    private static final long LONGEST_REQUEST = 1 << 20;

    private static final int MOST_THREADS = 64;

    /** Long, because a new connection costs a client two round trips over an ocean. */
    private static final Duration IDLE = Duration.ofMinutes(20);

    private final Server server;
    private final ServerConnector connector;

    /**
     * @param before told the path of each request for a service, before it is served
     */
    HttpsListener(InetSocketAddress listen, SoapIdentity identity, Bus bus, Consumer<String> before) {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 4);
        threads.setName("https");
        server = new Server(threads);
        connector = new ServerConnector(server, 1, 1, tls(identity), http());
        connector.setHost(listen.getAddress().getHostAddress());
        connector.setPort(listen.getPort());
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        SizeLimitHandler bounded = new SizeLimitHandler(LONGEST_REQUEST, -1);
        bounded.setHandler(handlers(bus, before));
        server.setHandler(bounded);
        server.setStopTimeout(2_000);
    }

    private static SslConnectionFactory tls(SoapIdentity identity) {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(identity.tls());
        factory.setNeedClientAuth(true);
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        return new SslConnectionFactory(factory, "http/1.1");
    }

    private static HttpConnectionFactory http() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        // Sites are known by address as well as by name, and an address is no server name indication.
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        return new HttpConnectionFactory(configuration);
    }

    private static Handler handlers(Bus bus, Consumer<String> before) {
        ServletContextHandler services = new ServletContextHandler();
        ServletHolder servlet = new ServletHolder(new CXFNonSpringServlet(null, bus));
        servlet.setInitParameter("hide-service-list-page", "true");
        servlet.setInitParameter("disable-address-updates", "true");
        services.addServlet(servlet, "/*");
        PathMappingsHandler paths = new PathMappingsHandler();
        paths.addMapping(PathSpec.from("/health"), new Health());
        paths.addMapping(PathSpec.from("/*"), new Prepared(services, before));
        return paths;
    }

    void start() {
        try {
            server.start();
        } catch (Exception e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new GridException(
                    FailureCode.CONFIGURATION_INVALID,
                    "Cannot listen on " + connector.getHost() + ":" + connector.getPort() + ": " + cause.getMessage()
                            + ". Give the site's file another port, or end what listens there",
                    e);
        }
    }

    int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTPS server did not stop", e);
        }
    }

    /** Tells where a request goes before it gets there. */
    private static final class Prepared extends Handler.Wrapper {
        private final Consumer<String> before;

        Prepared(Handler handler, Consumer<String> before) {
            super(handler);
            this.before = before;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            before.accept(String.valueOf(request.getHttpURI().getCanonicalPath()));
            return super.handle(request, response, callback);
        }
    }

    private static final class Health extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
            Content.Sink.write(response, true, "up\n", callback);
            return true;
        }
    }
}
