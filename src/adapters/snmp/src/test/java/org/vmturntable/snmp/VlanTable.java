package org.vmturntable.snmp;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UnsignedInteger32;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/**
 * The part of a switch's MIB that the driver uses, as RFC 4363 has it: rows are made by RowStatus, a SET is all or nothing, and
 * port lists come back longer than they were set, as real switches do. Bridge port n is interface 10 + n.
 */
final class VlanTable {
    private static final OID ROW_STATUS = QBridge.rowStatus(0).trim();
    private static final int ENTRY_LENGTH = ROW_STATUS.size() - 1;
    private static final int LIST_OCTETS = 8;

    private NavigableMap<OID, Variable> objects = new TreeMap<>();

    VlanTable(int ports) {
        for (int port = 1; port <= ports; port++) {
            objects.put(new OID(QBridge.BASE_PORT_IF_INDEX).append(port), new Integer32(10 + port));
            objects.put(QBridge.pvid(port), new UnsignedInteger32(QBridge.DEFAULT_VLAN));
        }
    }

    NavigableMap<OID, Variable> objects() {
        return objects;
    }

    void put(OID oid, Variable value) {
        objects.put(oid, value);
    }

    void remove(OID oid) {
        objects.remove(oid);
    }

    Set<Integer> vlans() {
        Set<Integer> vlans = new TreeSet<>();
        objects.keySet().stream().filter(oid -> oid.startsWith(ROW_STATUS)).forEach(oid -> vlans.add(oid.last()));
        return vlans;
    }

    /** @return an error status of SNMP; anything but noError leaves everything as it was */
    int set(PDU request) {
        NavigableMap<OID, Variable> before = new TreeMap<>(objects);
        int status = PDU.noError;
        for (VariableBinding each : request.getVariableBindings()) {
            if (each.getOid().startsWith(ROW_STATUS) && status == PDU.noError) {
                status = setRowStatus(each.getOid(), each.getVariable().toInt());
            }
        }
        for (VariableBinding each : request.getVariableBindings()) {
            if (!each.getOid().startsWith(ROW_STATUS) && status == PDU.noError) {
                status = setColumn(each.getOid(), each.getVariable());
            }
        }
        if (status != PDU.noError) {
            objects = before;
        }
        return status;
    }

    private int setRowStatus(OID oid, int status) {
        int vlan = oid.last();
        boolean exists = objects.containsKey(oid);
        if (status == QBridge.DESTROY) {
            objects.keySet().removeIf(each -> isColumn(each) && each.last() == vlan);
            return PDU.noError;
        }
        if (exists == (status == QBridge.CREATE_AND_GO)) {
            return PDU.inconsistentValue;
        }
        objects.put(oid, new Integer32(QBridge.ACTIVE));
        if (!exists) {
            Map.of(QBridge.name(vlan), "", QBridge.egressPorts(vlan), "", QBridge.untaggedPorts(vlan), "")
                    .forEach((column, empty) -> objects.put(column, new OctetString(empty)));
        }
        return PDU.noError;
    }

    private int setColumn(OID oid, Variable value) {
        if (!objects.containsKey(oid)) {
            return PDU.inconsistentName;
        }
        boolean portList = isColumn(oid) && !oid.equals(QBridge.name(oid.last()));
        objects.put(oid, portList ? padded((OctetString) value) : value);
        return PDU.noError;
    }

    private static boolean isColumn(OID oid) {
        return oid.size() == ENTRY_LENGTH + 2 && oid.startsWith(new OID(ROW_STATUS.getValue(), 0, ENTRY_LENGTH));
    }

    private static OctetString padded(OctetString list) {
        return new OctetString(Arrays.copyOf(list.getValue(), LIST_OCTETS));
    }
}
