package org.vmturntable.snmp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UnsignedInteger32;
import org.snmp4j.smi.VariableBinding;
import org.vmturntable.drac.element.CrossConnect;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * A cross-connect as a static VLAN: both ports are members, the client's untagged and with the VLAN as the one of its untagged
 * frames. No other row is touched, so nothing that others set has to be read and written back.
 *
 * @param members bridge ports
 * @param clients the untagged ones of them
 */
record WantedVlan(int vlan, String name, List<Integer> members, List<Integer> clients) {
    /** @param bridgePorts by port name */
    static WantedVlan of(CrossConnect wanted, Map<String, Integer> bridgePorts) {
        return new WantedVlan(
                wanted.label(),
                VlanOwner.nameOf(wanted.owner()),
                ports(wanted, bridgePorts, side -> true),
                ports(wanted, bridgePorts, side -> !side.labelled()));
    }

    private static List<Integer> ports(
            CrossConnect wanted, Map<String, Integer> bridgePorts, Predicate<CrossConnect.Side> which) {
        List<Integer> ports = new ArrayList<>();
        for (CrossConnect.Side side : wanted.sides()) {
            if (which.test(side)) {
                Integer port = bridgePorts.get(side.port().port());
                if (port == null) {
                    throw new GridException(
                            FailureCode.ELEMENT_REFUSED,
                            "The element has no bridge port for " + side.port(),
                            Map.of("port", side.port().toString()));
                }
                ports.add(port);
            }
        }
        return ports;
    }

    /** Makes the row, and fails if it is there: the agent itself sees to it that nobody else's is overwritten. */
    PDU creation() {
        return writing(QBridge.CREATE_AND_GO);
    }

    /** Sets a row right that is known to be ours. */
    PDU correction() {
        return writing(QBridge.ACTIVE);
    }

    private PDU writing(int rowStatus) {
        PDU set = SnmpManager.request(PDU.SET);
        set.add(new VariableBinding(QBridge.rowStatus(vlan), new Integer32(rowStatus)));
        set.add(new VariableBinding(QBridge.name(vlan), new OctetString(name)));
        set.add(new VariableBinding(QBridge.egressPorts(vlan), PortList.of(members)));
        set.add(new VariableBinding(QBridge.untaggedPorts(vlan), PortList.of(clients)));
        for (int client : clients) {
            set.add(new VariableBinding(QBridge.pvid(client), new UnsignedInteger32(vlan)));
        }
        return set;
    }

    /** Takes back only what the element was seen to have of it. */
    PDU removal(SeenVlan seen) {
        PDU set = SnmpManager.request(PDU.SET);
        for (int client : seen.clientsWithPvid(vlan)) {
            set.add(new VariableBinding(QBridge.pvid(client), new UnsignedInteger32(QBridge.DEFAULT_VLAN)));
        }
        if (seen.exists()) {
            set.add(new VariableBinding(QBridge.rowStatus(vlan), new Integer32(QBridge.DESTROY)));
        }
        return set;
    }

    PDU question() {
        PDU get = SnmpManager.request(PDU.GET);
        get.add(new VariableBinding(QBridge.rowStatus(vlan)));
        get.add(new VariableBinding(QBridge.name(vlan)));
        get.add(new VariableBinding(QBridge.egressPorts(vlan)));
        get.add(new VariableBinding(QBridge.untaggedPorts(vlan)));
        clients.forEach(client -> get.add(new VariableBinding(QBridge.pvid(client))));
        return get;
    }
}
