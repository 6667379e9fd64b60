package org.vmturntable.testbed.element;

import org.snmp4j.smi.OID;

/** The object identifiers an element answers to: SNMPv2-MIB, IF-MIB (RFC 2863), BRIDGE-MIB (RFC 4188), Q-BRIDGE-MIB (RFC 4363). */
final class ElementOids {
    static final OID MIB_2 = new OID("1.3.6.1.2.1");
    static final OID SYSTEM = new OID("1.3.6.1.2.1.1");
    static final OID IF_NUMBER = new OID("1.3.6.1.2.1.2.1.0");
    static final OID IF_ENTRY = new OID("1.3.6.1.2.1.2.2.1");
    static final OID IF_ADMIN_STATUS = new OID("1.3.6.1.2.1.2.2.1.7");
    static final OID BRIDGE_BASE = new OID("1.3.6.1.2.1.17.1");
    static final OID BASE_PORT_ENTRY = new OID("1.3.6.1.2.1.17.1.4.1");
    static final OID Q_BRIDGE_BASE = new OID("1.3.6.1.2.1.17.7.1.1");
    static final OID VLAN_ENTRY = new OID("1.3.6.1.2.1.17.7.1.4.3.1");
    static final OID VLAN_ROW_STATUS = new OID("1.3.6.1.2.1.17.7.1.4.3.1.5");
    static final OID PVID = new OID("1.3.6.1.2.1.17.7.1.4.5.1.1");
    static final OID IF_X_ENTRY = new OID("1.3.6.1.2.1.31.1.1.1");

    static final int NAME = 1;
    static final int EGRESS = 2;
    static final int FORBIDDEN = 3;
    static final int UNTAGGED = 4;
    static final int ROW_STATUS = 5;

    static final int UP = 1;
    static final int DOWN = 2;

    private ElementOids() {}
}
