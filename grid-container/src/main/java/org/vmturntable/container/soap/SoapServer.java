package org.vmturntable.container.soap;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.cxf.Bus;
import org.apache.cxf.BusFactory;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.jaxws.JaxWsServerFactoryBean;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.message.Message;
import org.vmturntable.soap.Contract;
import org.vmturntable.soap.CxfLogging;
import org.vmturntable.soap.SignedMessages;
import org.vmturntable.soap.SoapIdentity;

/**
 * Serves endpoints by SOAP over mutual TLS, each under its path and, for resources, under path/key. A request reaches an endpoint
 * only if its contract's policy is met, its content is valid, and the {@link CallGuard} admits it; the WSDL is at path?wsdl.
 *
 * <p>/health answers a plain GET once the server has been started.
 */
public final class SoapServer implements AutoCloseable {
    static {
        CxfLogging.toSlf4j();
    }

    /** Of its own, so that several containers can live in one process; the first becomes the clients' too. */
    private final Bus bus = BusFactory.newInstance().createBus();

    private final HttpsListener https;
    private final Map<String, PublishedService> services = new ConcurrentHashMap<>();
    private final Map<String, Object> properties = new HashMap<>();
    private final CallGuard guard;
    private final BaseFaultMapper faults;

    /**
     * @param listen address and port; port 0 takes a free one
     * @param identity key for TLS and for signing answers, and the authorities of those who may call at all
     */
    public SoapServer(InetSocketAddress listen, SoapIdentity identity, CallGuard guard, BaseFaultMapper faults) {
        this.https = new HttpsListener(listen, identity, bus, this::prepare);
        this.guard = guard;
        this.faults = faults;
        properties.putAll(SignedMessages.properties(identity));
        properties.put(Message.SCHEMA_VALIDATION_ENABLED, "IN");
        properties.put(FaultListener.class.getName(), new FaultLog());
    }

    /**
     * Publishes an endpoint; possible before and after the start. It is made ready in the background, or by its first request.
     *
     * @param path such as /migration
     * @param endpoint implements exactly one generated port type; its methods run on many threads
     */
    public void publish(String path, Object endpoint) {
        Contract contract = Contract.implementedBy(endpoint);
        services.put(path, new PublishedService(() -> create(path, contract, endpoint)));
    }

    private Server create(String path, Contract contract, Object endpoint) {
        JaxWsServerFactoryBean factory = new JaxWsServerFactoryBean();
        factory.setBus(bus);
        factory.setServiceClass(contract.portType());
        factory.setServiceBean(endpoint);
        factory.setWsdlLocation(contract.wsdl());
        factory.setServiceName(contract.service());
        factory.setEndpointName(contract.port());
        factory.setAddress(path);
        factory.setProperties(new HashMap<>(properties));
        factory.getInInterceptors().add(new TypedRefusals(faults));
        factory.setInvoker(new GuardedInvoker(endpoint, new Admission(path, guard), faults));
        return factory.create();
    }

    private void prepare(String requestPath) {
        services.forEach((path, service) -> {
            if (requestPath.equals(path) || requestPath.startsWith(path + "/")) {
                service.ready();
            }
        });
    }

    /**
     * Opens the port, and returns when it is open.
     *
     * @param afterwards runs when every service has been made ready, for what may wait until then
     */
    public void start(Runnable afterwards) {
        https.start();
        Thread preparation = new Thread(
                () -> {
                    services.values().forEach(PublishedService::ready);
                    afterwards.run();
                },
                "soap-preparation");
        preparation.setDaemon(true);
        preparation.start();
    }

    /** The port that is listened on, once started. */
    public int port() {
        return https.port();
    }

    /** Closes the port; requests under way get a short time to end. */
    @Override
    public void close() {
        https.close();
        services.values().forEach(PublishedService::close);
    }
}
