package org.vmturntable.testbed.element;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.agent.CommandProcessor;
import org.snmp4j.agent.DefaultMOServer;
import org.snmp4j.agent.DuplicateRegistrationException;
import org.snmp4j.mp.CounterSupport;
import org.snmp4j.mp.MPv3;
import org.snmp4j.security.AuthHMAC192SHA256;
import org.snmp4j.security.PrivAES128;
import org.snmp4j.security.SecurityModel;
import org.snmp4j.security.SecurityModels;
import org.snmp4j.security.SecurityProtocols;
import org.snmp4j.security.USM;
import org.snmp4j.security.UsmUser;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.transport.DefaultUdpTransportMapping;

/**
 * The SNMPv3 agent of one element. It speaks authPriv with HMAC-192-SHA-256 (RFC 7860) and AES-128 (RFC 3826) only; there is
 * no message processing for version 1 or 2c at all.
 */
public final class ElementAgent implements AutoCloseable {
    private static final int PORT = 161;
    /** Start of the clock of boots; with it, no counter has to be kept in a file. */
    private static final Instant EPOCH = Instant.parse("2020-01-01T00:00:00Z");

    private final MessageDispatcherImpl dispatcher;
    private final DefaultUdpTransportMapping transport;

    /**
     * Starts to answer. The socket belongs to the network namespace of the calling thread.
     *
     * @param clock tells this boot from earlier ones (RFC 3414, 2.2): managers refuse messages that seem older
     * @throws IOException if the address cannot be bound
     */
    public ElementAgent(OpticalElement element, InetAddress management, SnmpSecrets secrets, Clock clock)
            throws IOException {
        OctetString engineId = new OctetString(MPv3.createLocalEngineID(new OctetString(element.name())));
        CommandProcessor processor = new CommandProcessor(engineId);
        processor.addMOServer(serverOf(element));
        processor.setVacm(new ElementAccess(SnmpSecrets.USER));

        dispatcher = new MessageDispatcherImpl();
        dispatcher.addMessageProcessingModel(messageProcessing(engineId, secrets, boots(clock)));
        dispatcher.addCommandResponder(processor);
        transport = new DefaultUdpTransportMapping(new UdpAddress(management, PORT));
        transport.setThreadName("snmp-" + element.name());
        transport.addTransportListener(dispatcher);
        dispatcher.addTransportMapping(transport);
        transport.listen();
    }

    @Override
    public void close() throws IOException {
        transport.close();
        dispatcher.stop();
    }

    private static DefaultMOServer serverOf(OpticalElement element) {
        DefaultMOServer server = new DefaultMOServer();
        server.addContext(new OctetString());
        try {
            server.register(new ElementObject(element), null);
        } catch (DuplicateRegistrationException impossible) {
            throw new IllegalStateException("a new server already knows the element", impossible);
        }
        return server;
    }

    private static MPv3 messageProcessing(OctetString engineId, SnmpSecrets secrets, int boots) {
        // Own registries instead of the library's global ones: there are several agents in one process.
        SecurityProtocols protocols = new SecurityProtocols(SecurityProtocols.SecurityProtocolSet.none);
        protocols.addAuthenticationProtocol(new AuthHMAC192SHA256());
        protocols.addPrivacyProtocol(new PrivAES128());
        USM usm = new USM(protocols, engineId, boots);
        OctetString user = new OctetString(SnmpSecrets.USER);
        OctetString authentication = new OctetString(secrets.authentication());
        OctetString privacy = new OctetString(secrets.privacy());
        usm.addUser(new UsmUser(user, AuthHMAC192SHA256.ID, authentication, PrivAES128.ID, privacy));
        SecurityModels models = SecurityModels.getCollection(new SecurityModel[] {usm});
        return new MPv3(engineId.getValue(), null, protocols, models, new CounterSupport());
    }

    private static int boots(Clock clock) {
        return (int) (clock.instant().getEpochSecond() - EPOCH.getEpochSecond());
    }
}
