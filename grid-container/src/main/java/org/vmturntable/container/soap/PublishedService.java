package org.vmturntable.container.soap;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.cxf.endpoint.Server;

/**
 * A service that CXF makes when it is first needed: reading a contract takes a tenth of a second and more, and a container has
 * many.
 */
final class PublishedService {
    private final Supplier<Server> factory;
    private Optional<Server> server = Optional.empty();
    private boolean closed;

    PublishedService(Supplier<Server> factory) {
        this.factory = factory;
    }

    /** Returns when the service can answer. */
    synchronized void ready() {
        if (server.isEmpty() && !closed) {
            server = Optional.of(factory.get());
        }
    }

    synchronized void close() {
        closed = true;
        server.ifPresent(Server::destroy);
        server = Optional.empty();
    }
}
