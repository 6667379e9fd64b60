package org.vmturntable.soap;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.apache.cxf.BusFactory;
import org.apache.cxf.configuration.jsse.TLSClientParameters;
import org.apache.cxf.endpoint.Client;
import org.apache.cxf.frontend.ClientProxy;
import org.apache.cxf.jaxws.JaxWsProxyFactoryBean;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.transport.http.HTTPConduit;
import org.apache.cxf.transports.http.configuration.HTTPClientPolicy;
import org.apache.cxf.ws.addressing.EndpointReferenceType;

/**
 * Clients of the services: mutual TLS, requests signed and answers verified as the contract's policy says, reference parameters
 * echoed. Ports are thread-safe and cheap to ask for again; all of them share one pool of connections, which stay open, because
 * a new TLS connection costs two round trips. Of so many destinations that they fill memory, the one that was called longest ago is
 * let go, and a call under way there may fail.
 *
 * <p>A port's methods block. They throw the typed exceptions of the contract; {@link GridFault} reads any of them. What is no fault
 * of the service (no connection, time-out, an answer that is not signed) is a {@link jakarta.xml.ws.WebServiceException}.
 */
public final class GridClients implements AutoCloseable {
    static {
        CxfLogging.toSlf4j();
    }

    /** Far more than sites have peers: only subscribers' addresses can be so many. */
    private static final int MOST_DESTINATIONS = 256;

    private final Map<String, Object> security;
    private final TLSClientParameters tls = new TLSClientParameters();
    private final HTTPClientPolicy http = new HTTPClientPolicy();
    private final RecentClients<Destination> clients = new RecentClients<>(MOST_DESTINATIONS);

    private record Destination(Class<?> portType, String authority) {}

    /** With time-outs that suit an ocean: 5 s for a connection, 60 s for an answer. */
    public GridClients(SoapIdentity identity) {
        this(identity, Duration.ofSeconds(5), Duration.ofSeconds(60));
    }

    /**
     * @param connect longest wait for a connection, TLS included
     * @param answer longest silence between a request and its answer
     */
    public GridClients(SoapIdentity identity, Duration connect, Duration answer) {
        security = SignedMessages.properties(identity);
        // The caller gets the exception; CXF would log it with its stack besides.
        security.put(FaultListener.class.getName(), (FaultListener) (exception, description, message) -> false);
        tls.setSslContext(identity.tls());
        http.setConnectionTimeout(connect.toMillis());
        http.setReceiveTimeout(answer.toMillis());
        // A body of known length leaves in one write; chunks would be several packets for nothing.
        http.setAllowChunking(false);
        http.setVersion("1.1");
    }

    /**
     * A client for a service, or for a resource whose key stands in the path.
     *
     * @param portType a generated port type
     */
    public <T> T port(Class<T> portType, URI address) {
        return port(portType, EndpointReferences.service(address));
    }

    /** A client for what the reference refers to. */
    public <T> T port(Class<T> portType, EndpointReferenceType reference) {
        URI address = EndpointReferences.address(reference);
        Destination destination = new Destination(portType, String.valueOf(address.getAuthority()));
        Object client = clients.get(destination, () -> connect(Contract.of(portType), address));
        return portType.cast(Proxy.newProxyInstance(
                portType.getClassLoader(), new Class<?>[] {portType}, new AddressedCall(client, reference)));
    }

    private Object connect(Contract contract, URI address) {
        JaxWsProxyFactoryBean factory = new JaxWsProxyFactoryBean();
        // Not the bus of whichever service this thread may be serving.
        factory.setBus(BusFactory.getDefaultBus());
        factory.setServiceClass(contract.portType());
        factory.setWsdlLocation(contract.wsdl());
        factory.setServiceName(contract.service());
        factory.setEndpointName(contract.port());
        factory.setAddress(address.toString());
        factory.setProperties(security);
        Object port = factory.create();
        Client client = ClientProxy.getClient(port);
        client.setThreadLocalRequestContext(true);
        HTTPConduit conduit = (HTTPConduit) client.getConduit();
        conduit.setTlsClientParameters(tls);
        conduit.setClient(http);
        return port;
    }

    /** Closes the connections. Calls under way may fail. */
    @Override
    public void close() {
        clients.close();
    }
}
