package org.vmturntable.testbed.element;

import static org.vmturntable.testbed.element.ElementOids.*;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UnsignedInteger32;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/**
 * What one SET asks for, worked out on a copy: either a whole new configuration or a refusal, never half of it. The order of
 * the variables does not matter (RFC 3416, 4.2.5: "as if simultaneous"), so rows are created before their columns are set.
 */
final class ConfigurationChange {
    private static final int ACTIVE = 1;
    private static final int NOT_IN_SERVICE = 2;
    private static final int CREATE_AND_GO = 4;
    private static final int CREATE_AND_WAIT = 5;
    private static final int DESTROY = 6;

    private final OpticalElement element;
    private ElementConfiguration draft;

    private ConfigurationChange(OpticalElement element) {
        this.element = element;
        draft = element.configuration();
    }

    /**
     * The configuration after all these variables are set.
     *
     * @throws SetRefusedException naming the variable at fault
     */
    static ElementConfiguration of(OpticalElement element, List<VariableBinding> variables) throws SetRefusedException {
        ConfigurationChange change = new ConfigurationChange(element);
        change.applyEach(variables, true);
        change.applyEach(variables, false);
        change.checkConflicts(variables);
        return change.draft;
    }

    private void applyEach(List<VariableBinding> variables, boolean rowStatus) throws SetRefusedException {
        for (int i = 0; i < variables.size(); i++) {
            OID oid = variables.get(i).getOid();
            if (oid.startsWith(VLAN_ROW_STATUS) == rowStatus) {
                try {
                    apply(oid, variables.get(i).getVariable());
                } catch (Refusal refusal) {
                    throw new SetRefusedException(i, refusal.status);
                }
            }
        }
    }

    private void apply(OID oid, Variable value) throws Refusal {
        OID column = oid.size() > 1 ? new OID(oid.getValue(), 0, oid.size() - 1) : oid;
        int index = oid.last();
        if (column.equals(VLAN_ROW_STATUS)) {
            setRowStatus(vlanId(index), integer(value));
        } else if (column.equals(PVID)) {
            setPvid(port(index), value);
        } else if (column.equals(IF_ADMIN_STATUS)) {
            setAdminStatus(port(index), integer(value));
        } else if (column.startsWith(VLAN_ENTRY) && column.size() == VLAN_ENTRY.size() + 1) {
            setVlanColumn(column.last(), vlanId(index), octets(value));
        } else {
            throw new Refusal(PDU.notWritable);
        }
    }

    private void setRowStatus(int id, int status) throws Refusal {
        Vlan row = draft.vlans().get(id);
        switch (status) {
            case CREATE_AND_GO, CREATE_AND_WAIT -> {
                require(row == null, PDU.inconsistentValue);
                draft = draft.withVlan(id, Vlan.fresh(status == CREATE_AND_GO));
            }
            case ACTIVE, NOT_IN_SERVICE -> {
                if (row == null) {
                    throw new Refusal(PDU.inconsistentValue);
                }
                draft = draft.withVlan(id, row.inService(status == ACTIVE));
            }
            case DESTROY -> draft = draft.withoutVlan(id);
            default -> throw new Refusal(PDU.wrongValue);
        }
    }

    private void setVlanColumn(int column, int id, OctetString value) throws Refusal {
        Vlan row = draft.vlans().get(id);
        if (row == null) {
            throw new Refusal(PDU.inconsistentName);
        }
        draft = draft.withVlan(
                id,
                switch (column) {
                    case NAME -> row.named(name(value));
                    case EGRESS -> row.withEgress(ports(value));
                    case FORBIDDEN -> row.withForbidden(ports(value));
                    case UNTAGGED -> row.withUntagged(ports(value));
                    default -> throw new Refusal(PDU.notWritable);
                });
    }

    private void setPvid(int port, Variable value) throws Refusal {
        if (!(value instanceof UnsignedInteger32 number)) {
            throw new Refusal(PDU.wrongType);
        }
        require(number.getValue() >= Vlan.SMALLEST && number.getValue() <= Vlan.LARGEST, PDU.wrongValue);
        draft = draft.withPvid(port, (int) number.getValue());
    }

    private void setAdminStatus(int port, int status) throws Refusal {
        require(status == UP || status == DOWN, PDU.wrongValue);
        draft = draft.enabling(port, status == UP);
    }

    private void checkConflicts(List<VariableBinding> variables) throws SetRefusedException {
        OptionalInt conflict = draft.firstConflict();
        if (conflict.isEmpty()) {
            return;
        }
        for (int i = 0; i < variables.size(); i++) {
            OID oid = variables.get(i).getOid();
            if (oid.startsWith(VLAN_ENTRY) && oid.last() == conflict.getAsInt()) {
                throw new SetRefusedException(i, PDU.inconsistentValue);
            }
        }
        throw new SetRefusedException(0, PDU.inconsistentValue);
    }

    private PortSet ports(OctetString value) throws Refusal {
        try {
            PortSet ports = PortSet.ofOctets(value.getValue());
            require(ports.isWithin(element.allPorts()), PDU.wrongValue);
            return ports;
        } catch (IllegalArgumentException aboveTheLargest) {
            throw new Refusal(PDU.wrongValue);
        }
    }

    private int port(int index) throws Refusal {
        require(element.ports().containsKey(index), PDU.noCreation);
        return index;
    }

    private static int vlanId(int index) throws Refusal {
        require(index >= Vlan.SMALLEST && index <= Vlan.LARGEST, PDU.noCreation);
        return index;
    }

    private static String name(OctetString value) throws Refusal {
        require(value.length() <= Vlan.LONGEST_NAME, PDU.wrongLength);
        return new String(value.getValue(), StandardCharsets.UTF_8);
    }

    private static int integer(Variable value) throws Refusal {
        require(value instanceof Integer32, PDU.wrongType);
        return value.toInt();
    }

    private static OctetString octets(Variable value) throws Refusal {
        if (value instanceof OctetString octets) {
            return octets;
        }
        throw new Refusal(PDU.wrongType);
    }

    private static void require(boolean holds, int otherwise) throws Refusal {
        if (!holds) {
            throw new Refusal(otherwise);
        }
    }

    /** An SNMP error status on its way to the variable it is about. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refusal(int status) {
            this.status = status;
        }
    }
}
