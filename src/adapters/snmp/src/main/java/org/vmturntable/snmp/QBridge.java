package org.vmturntable.snmp;

import org.snmp4j.smi.OID;

/** Names and values of the BRIDGE-MIB (RFC 4188) and the Q-BRIDGE-MIB (RFC 4363) that a cross-connect is made of. */
final class QBridge {
    /** Indexed by bridge port; its value is that port's ifIndex. */
    static final OID BASE_PORT_IF_INDEX = new OID("1.3.6.1.2.1.17.1.4.1.2");

    /** Indexed by bridge port: the VLAN of frames that come in untagged. */
    static final OID PVID = new OID("1.3.6.1.2.1.17.7.1.4.5.1.1");

    static final int DEFAULT_VLAN = 1;

    /** RowStatus (RFC 2579). */
    static final int ACTIVE = 1;

    static final int CREATE_AND_GO = 4;
    static final int DESTROY = 6;

    private static final String STATIC_VLAN = "1.3.6.1.2.1.17.7.1.4.3.1.";

    private QBridge() {}

    static OID name(int vlan) {
        return new OID(STATIC_VLAN + "1." + vlan);
    }

    static OID egressPorts(int vlan) {
        return new OID(STATIC_VLAN + "2." + vlan);
    }

    static OID untaggedPorts(int vlan) {
        return new OID(STATIC_VLAN + "4." + vlan);
    }

    static OID rowStatus(int vlan) {
        return new OID(STATIC_VLAN + "5." + vlan);
    }

    static OID pvid(int bridgePort) {
        return new OID(PVID).append(bridgePort);
    }
}
