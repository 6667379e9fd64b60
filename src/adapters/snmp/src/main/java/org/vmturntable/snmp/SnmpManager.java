package org.vmturntable.snmp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.PDU;
import org.snmp4j.ScopedPDU;
import org.snmp4j.Snmp;
import org.snmp4j.UserTarget;
import org.snmp4j.event.ResponseEvent;
import org.snmp4j.mp.CounterSupport;
import org.snmp4j.mp.MPv3;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.security.AuthHMAC192SHA256;
import org.snmp4j.security.PrivAES128;
import org.snmp4j.security.SecurityLevel;
import org.snmp4j.security.SecurityModel;
import org.snmp4j.security.SecurityModels;
import org.snmp4j.security.SecurityProtocols;
import org.snmp4j.security.USM;
import org.snmp4j.security.UsmUser;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.transport.DefaultUdpTransportMapping;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * One UDP socket from which any number of elements are asked, by one user. An agent's engine id, clock and localised keys are
 * learned at the first exchange with it (two round trips more) and kept. Safe for use by several threads.
 */
public final class SnmpManager implements AutoCloseable {
    private final Snmp snmp;
    private final MPv3 processing;
    private final OctetString user;
    private final Patience patience;

    private SnmpManager(Snmp snmp, MPv3 processing, OctetString user, Patience patience) {
        this.snmp = snmp;
        this.processing = processing;
        this.user = user;
        this.patience = patience;
    }

    /** @throws IOException if no socket can be had */
    public static SnmpManager open(SnmpCredentials credentials, Patience patience) throws IOException {
        MPv3 processing = processing(credentials);
        MessageDispatcherImpl dispatcher = new MessageDispatcherImpl();
        dispatcher.addMessageProcessingModel(processing);
        DefaultUdpTransportMapping transport = new DefaultUdpTransportMapping();
        transport.setThreadName("snmp");
        Snmp snmp = new Snmp(dispatcher, transport);
        snmp.listen();
        return new SnmpManager(snmp, processing, new OctetString(credentials.user()), patience);
    }

    /** Keeps its own registries: the library's are global, and would mix the users of several managers and agents in one JVM. */
    private static MPv3 processing(SnmpCredentials credentials) {
        byte[] engine = new byte[12];
        new SecureRandom().nextBytes(engine);
        byte[] localEngine = MPv3.createLocalEngineID(new OctetString(engine));
        SecurityProtocols protocols = new SecurityProtocols(SecurityProtocols.SecurityProtocolSet.none);
        protocols.addAuthenticationProtocol(new AuthHMAC192SHA256());
        protocols.addPrivacyProtocol(new PrivAES128());
        USM usm = new USM(protocols, new OctetString(localEngine), 0);
        usm.setEngineDiscoveryEnabled(true);
        usm.addUser(new UsmUser(
                new OctetString(credentials.user()),
                AuthHMAC192SHA256.ID,
                new OctetString(credentials.authentication()),
                PrivAES128.ID,
                new OctetString(credentials.privacy())));
        SecurityModels models = SecurityModels.getCollection(new SecurityModel[] {usm});
        return new MPv3(localEngine, null, protocols, models, new CounterSupport());
    }

    /**
     * Sends a request and awaits its answer, trying again as patience allows.
     *
     * @return a RESPONSE, perhaps with an error status
     * @throws GridException {@link FailureCode#ELEMENT_UNREACHABLE} if none came, which is also how some agents treat wrong keys;
     *     {@link FailureCode#ELEMENT_REFUSED} if the agent says that it does not accept the user or its keys
     */
    PDU exchange(InetSocketAddress agent, PDU request) {
        UdpAddress address = new UdpAddress(agent.getAddress(), agent.getPort());
        PDU response = send(address, request);
        String host = agent.getAddress().getHostAddress();
        if (response == null) {
            // Whoever answers next may be another engine.
            processing.removeEngineID(address);
            throw new GridException(
                    FailureCode.ELEMENT_UNREACHABLE, "The element at " + host + " does not answer, or not to our keys");
        }
        if (response.getType() != PDU.RESPONSE) {
            throw new GridException(
                    FailureCode.ELEMENT_REFUSED, "The element at " + host + " does not accept our user or keys");
        }
        return response;
    }

    private @Nullable PDU send(UdpAddress address, PDU request) {
        try {
            ResponseEvent<Address> event = snmp.send(request, target(address));
            return event == null ? null : event.getResponse();
        } catch (IOException noRoute) {
            return null;
        }
    }

    private UserTarget<Address> target(UdpAddress address) {
        UserTarget<Address> target = new UserTarget<>();
        target.setAddress(address);
        target.setVersion(SnmpConstants.version3);
        target.setSecurityModel(SecurityModel.SECURITY_MODEL_USM);
        target.setSecurityLevel(SecurityLevel.AUTH_PRIV);
        target.setSecurityName(user);
        target.setTimeout(patience.timeout().toMillis());
        target.setRetries(patience.retries());
        return target;
    }

    static PDU request(int type) {
        PDU request = new ScopedPDU();
        request.setType(type);
        return request;
    }

    @Override
    public void close() {
        try {
            snmp.close();
        } catch (IOException alreadyGone) {
            // The socket is closed either way.
        }
    }
}
