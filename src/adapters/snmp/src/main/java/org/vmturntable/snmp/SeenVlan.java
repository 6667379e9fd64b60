package org.vmturntable.snmp;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snmp4j.PDU;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;
import org.vmturntable.drac.element.ElementDriver.Reading;

/**
 * What an element answered to {@link WantedVlan#question}.
 *
 * @param rowStatus 0 if there is no row
 * @param pvids by client port
 */
record SeenVlan(int rowStatus, String name, OctetString members, OctetString untagged, Map<Integer, Integer> pvids) {
    private static final int FIXED_VARIABLES = 4;

    static SeenVlan in(PDU answer, List<Integer> clients) {
        Map<Integer, Integer> pvids = new HashMap<>();
        for (int i = 0; i < clients.size(); i++) {
            pvids.put(clients.get(i), number(answer.get(FIXED_VARIABLES + i).getVariable()));
        }
        return new SeenVlan(
                number(answer.get(0).getVariable()),
                new String(octets(answer.get(1).getVariable()).getValue(), StandardCharsets.UTF_8),
                octets(answer.get(2).getVariable()),
                octets(answer.get(3).getVariable()),
                pvids);
    }

    boolean exists() {
        return rowStatus != 0;
    }

    List<Integer> clientsWithPvid(int vlan) {
        return pvids.entrySet().stream()
                .filter(entry -> entry.getValue() == vlan)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    Reading comparedWith(WantedVlan wanted) {
        if (!exists()) {
            return clientsWithPvid(wanted.vlan()).isEmpty() ? Reading.ABSENT : Reading.DIFFERENT;
        }
        if (!name.equals(wanted.name())) {
            return Reading.FOREIGN;
        }
        boolean same = rowStatus == QBridge.ACTIVE
                && PortList.sameSet(
                        members.getValue(), PortList.of(wanted.members()).getValue())
                && PortList.sameSet(
                        untagged.getValue(), PortList.of(wanted.clients()).getValue())
                && clientsWithPvid(wanted.vlan()).size() == wanted.clients().size();
        return same ? Reading.CONNECTED : Reading.DIFFERENT;
    }

    private static int number(Variable value) {
        return value.isException() ? 0 : value.toInt();
    }

    private static OctetString octets(Variable value) {
        return value instanceof OctetString octets ? octets : new OctetString();
    }
}
