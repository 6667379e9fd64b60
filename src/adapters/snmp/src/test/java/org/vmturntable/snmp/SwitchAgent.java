package org.vmturntable.snmp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.snmp4j.CommandResponder;
import org.snmp4j.CommandResponderEvent;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.MessageException;
import org.snmp4j.PDU;
import org.snmp4j.mp.CounterSupport;
import org.snmp4j.mp.MPv3;
import org.snmp4j.mp.StatusInformation;
import org.snmp4j.security.AuthHMAC192SHA256;
import org.snmp4j.security.PrivAES128;
import org.snmp4j.security.SecurityModel;
import org.snmp4j.security.SecurityModels;
import org.snmp4j.security.SecurityProtocols;
import org.snmp4j.security.USM;
import org.snmp4j.security.UsmUser;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;
import org.snmp4j.transport.DefaultUdpTransportMapping;

/** A switch's SNMPv3 agent on a loopback socket, which can lose answers. */
final class SwitchAgent implements CommandResponder, AutoCloseable {
    final VlanTable table = new VlanTable(4);
    final List<Integer> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger answersToLose = new AtomicInteger();
    private final MessageDispatcherImpl dispatcher = new MessageDispatcherImpl();
    private final DefaultUdpTransportMapping transport;

    SwitchAgent(SnmpCredentials accepted) throws IOException {
        dispatcher.addMessageProcessingModel(processing(accepted));
        dispatcher.addCommandResponder(this);
        transport = new DefaultUdpTransportMapping(new UdpAddress(InetAddress.getLoopbackAddress(), 0));
        transport.addTransportListener(dispatcher);
        dispatcher.addTransportMapping(transport);
        transport.listen();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(
                transport.getListenAddress().getInetAddress(),
                transport.getListenAddress().getPort());
    }

    void loseAnswers(int count) {
        answersToLose.set(count);
    }

    @Override
    public synchronized <A extends Address> void processPdu(CommandResponderEvent<A> event) {
        PDU request = event.getPDU();
        event.setProcessed(true);
        requests.add(request.getType());
        PDU answer = (PDU) request.clone();
        answer.setType(PDU.RESPONSE);
        switch (request.getType()) {
            case PDU.GET ->
                answer.getVariableBindings()
                        .forEach(each ->
                                each.setVariable(table.objects().getOrDefault(each.getOid(), Null.noSuchInstance)));
            case PDU.GETBULK -> fillBulk(request, answer);
            default -> answer.setErrorStatus(table.set(request));
        }
        if (answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
            send(event, answer);
        }
    }

    private void fillBulk(PDU request, PDU answer) {
        OID after = request.get(0).getOid();
        answer.clear();
        answer.setErrorStatus(PDU.noError);
        answer.setErrorIndex(0);
        answer.setRequestID(request.getRequestID());
        for (Map.Entry<OID, Variable> next :
                table.objects().tailMap(after, false).entrySet()) {
            if (answer.size() < 3) {
                answer.add(new VariableBinding(next.getKey(), next.getValue()));
            }
        }
    }

    private <A extends Address> void send(CommandResponderEvent<A> event, PDU answer) {
        try {
            dispatcher.returnResponsePdu(
                    event.getMessageProcessingModel(),
                    event.getSecurityModel(),
                    event.getSecurityName(),
                    event.getSecurityLevel(),
                    answer,
                    event.getMaxSizeResponsePDU(),
                    event.getStateReference(),
                    new StatusInformation());
        } catch (MessageException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static MPv3 processing(SnmpCredentials accepted) {
        OctetString engine = new OctetString(MPv3.createLocalEngineID(new OctetString("switch")));
        SecurityProtocols protocols = new SecurityProtocols(SecurityProtocols.SecurityProtocolSet.none);
        protocols.addAuthenticationProtocol(new AuthHMAC192SHA256());
        protocols.addPrivacyProtocol(new PrivAES128());
        USM usm = new USM(protocols, engine, 1);
        usm.addUser(new UsmUser(
                new OctetString(accepted.user()),
                AuthHMAC192SHA256.ID,
                new OctetString(accepted.authentication()),
                PrivAES128.ID,
                new OctetString(accepted.privacy())));
        SecurityModels models = SecurityModels.getCollection(new SecurityModel[] {usm});
        return new MPv3(engine.getValue(), null, protocols, models, new CounterSupport());
    }

    @Override
    public void close() throws IOException {
        transport.close();
        dispatcher.stop();
    }
}
