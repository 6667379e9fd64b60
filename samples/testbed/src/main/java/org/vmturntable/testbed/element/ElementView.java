package org.vmturntable.testbed.element;

import static org.vmturntable.testbed.element.ElementOids.*;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.snmp4j.smi.Counter32;
import org.snmp4j.smi.Counter64;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.Variable;

/** All an element has to say at one moment, in the order of the object identifiers. An element is small: about a hundred values. */
final class ElementView {
    private static final int ETHERNET = 6;
    private static final int TRANSPARENT_BRIDGE = 2;
    /** Layer 2 (RFC 3418, sysServices: 2^(L-1)). */
    private static final int SERVICES = 2;

    private static final long MEGA = 1_000_000;
    private static final long LARGEST_GAUGE = 0xffff_ffffL;
    private static final long ACTIVE = 1;
    private static final long NOT_IN_SERVICE = 2;

    private final OpticalElement element;
    private final NavigableMap<OID, Variable> values = new TreeMap<>();

    private ElementView(OpticalElement element) {
        this.element = element;
    }

    /** @param upTime since the agent started, hundredths of a second */
    static NavigableMap<OID, Variable> of(OpticalElement element, long upTime) {
        ElementView view = new ElementView(element);
        view.system(upTime);
        view.values.put(IF_NUMBER, new Integer32(element.ports().size()));
        element.ports().values().forEach(view::port);
        view.bridge();
        element.configuration().vlans().forEach(view::vlan);
        return view.values;
    }

    private void system(long upTime) {
        scalar(SYSTEM, 1, new OctetString("VM Turntable testbed: optical element"));
        scalar(SYSTEM, 2, new OID("0.0"));
        scalar(SYSTEM, 3, new TimeTicks(upTime & LARGEST_GAUGE));
        scalar(SYSTEM, 4, new OctetString());
        scalar(SYSTEM, 5, new OctetString(element.name()));
        scalar(SYSTEM, 6, new OctetString());
        scalar(SYSTEM, 7, new Integer32(SERVICES));
    }

    private void port(ElementPort port) {
        int index = port.index();
        ElementPort.Traffic in = port.in();
        ElementPort.Traffic out = port.out();
        cell(IF_ENTRY, 1, index, new Integer32(index));
        cell(IF_ENTRY, 2, index, new OctetString(port.name()));
        cell(IF_ENTRY, 3, index, new Integer32(ETHERNET));
        cell(IF_ENTRY, 4, index, new Integer32(port.mtu()));
        cell(IF_ENTRY, 5, index, new Gauge32(Math.min(port.speed().bitsPerSecond(), LARGEST_GAUGE)));
        cell(IF_ENTRY, 6, index, new OctetString());
        cell(IF_ENTRY, 7, index, new Integer32(element.isEnabled(index) ? UP : DOWN));
        cell(IF_ENTRY, 8, index, new Integer32(element.isUp(port) ? UP : DOWN));
        cell(IF_ENTRY, 10, index, counter32(in.octets()));
        cell(IF_ENTRY, 11, index, counter32(in.packets()));
        cell(IF_ENTRY, 13, index, counter32(in.discards()));
        cell(IF_ENTRY, 16, index, counter32(out.octets()));
        cell(IF_ENTRY, 17, index, counter32(out.packets()));
        cell(IF_ENTRY, 19, index, counter32(out.discards()));
        cell(IF_X_ENTRY, 1, index, new OctetString(port.name()));
        cell(IF_X_ENTRY, 6, index, new Counter64(in.octets()));
        cell(IF_X_ENTRY, 7, index, new Counter64(in.packets()));
        cell(IF_X_ENTRY, 10, index, new Counter64(out.octets()));
        cell(IF_X_ENTRY, 11, index, new Counter64(out.packets()));
        cell(IF_X_ENTRY, 15, index, new Gauge32(port.speed().bitsPerSecond() / MEGA));
    }

    private void bridge() {
        scalar(BRIDGE_BASE, 2, new Integer32(element.ports().size()));
        scalar(BRIDGE_BASE, 3, new Integer32(TRANSPARENT_BRIDGE));
        scalar(Q_BRIDGE_BASE, 1, new Integer32(1));
        scalar(Q_BRIDGE_BASE, 2, new Integer32(Vlan.LARGEST));
        scalar(Q_BRIDGE_BASE, 3, new Gauge32(Vlan.LARGEST));
        scalar(Q_BRIDGE_BASE, 4, new Gauge32(element.configuration().vlans().size()));
        for (Map.Entry<Integer, Integer> pvid : element.configuration().pvids().entrySet()) {
            int port = pvid.getKey();
            cell(BASE_PORT_ENTRY, 1, port, new Integer32(port));
            cell(BASE_PORT_ENTRY, 2, port, new Integer32(port));
            values.put(new OID(PVID).append(port), new Gauge32(pvid.getValue()));
        }
    }

    private void vlan(int id, Vlan vlan) {
        cell(VLAN_ENTRY, NAME, id, new OctetString(vlan.name()));
        cell(VLAN_ENTRY, EGRESS, id, ports(vlan.egress()));
        cell(VLAN_ENTRY, FORBIDDEN, id, ports(vlan.forbidden()));
        cell(VLAN_ENTRY, UNTAGGED, id, ports(vlan.untagged()));
        cell(VLAN_ENTRY, ROW_STATUS, id, new Integer32((int) (vlan.active() ? ACTIVE : NOT_IN_SERVICE)));
    }

    private OctetString ports(PortSet set) {
        return new OctetString(set.octets(element.ports().lastKey()));
    }

    private static Counter32 counter32(long value) {
        return new Counter32(value & LARGEST_GAUGE);
    }

    private void scalar(OID group, int number, Variable value) {
        values.put(new OID(group).append(number).append(0), value);
    }

    private void cell(OID entry, int column, int index, Variable value) {
        values.put(new OID(entry).append(column).append(index), value);
    }
}
