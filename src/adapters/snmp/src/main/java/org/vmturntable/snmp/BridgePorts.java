package org.vmturntable.snmp;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.snmp4j.PDU;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.VariableBinding;

/** Which bridge port each of an element's ports is: the Q-BRIDGE-MIB counts ports in its own way (RFC 4188, dot1dBasePort). */
final class BridgePorts {
    private static final int PORTS_PER_ANSWER = 48;

    private BridgePorts() {}

    /** @return bridge port by port name; without ports that the element does not have */
    static Map<String, Integer> ask(SnmpManager manager, SnmpElement element) {
        Map<Integer, Integer> bridgePortByIfIndex = walk(manager, element.agent());
        return element.interfaces().entrySet().stream()
                .filter(port -> bridgePortByIfIndex.containsKey(port.getValue()))
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, port -> bridgePortByIfIndex.getOrDefault(port.getValue(), 0)));
    }

    private static Map<Integer, Integer> walk(SnmpManager manager, InetSocketAddress agent) {
        Map<Integer, Integer> found = new HashMap<>();
        OID last = QBridge.BASE_PORT_IF_INDEX;
        while (true) {
            PDU next = SnmpManager.request(PDU.GETBULK);
            next.setMaxRepetitions(PORTS_PER_ANSWER);
            next.add(new VariableBinding(last));
            PDU answer = manager.exchange(agent, next);
            OID before = last;
            for (VariableBinding row : answer.getVariableBindings()) {
                boolean over = row.getVariable().isException() || !row.getOid().startsWith(QBridge.BASE_PORT_IF_INDEX);
                if (over || row.getOid().compareTo(last) <= 0) {
                    return found;
                }
                found.put(row.getVariable().toInt(), row.getOid().last());
                last = row.getOid();
            }
            if (last.equals(before)) {
                return found;
            }
        }
    }
}
