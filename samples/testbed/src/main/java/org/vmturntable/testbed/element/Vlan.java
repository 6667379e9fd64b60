package org.vmturntable.testbed.element;

/**
 * A row of the static VLAN table.
 *
 * @param name whose it is, at most 32 characters; a lightpath's id
 * @param egress ports that are its members
 * @param forbidden ports that may never be
 * @param untagged members that carry its frames without a tag
 * @param active whether it forwards
 * @see "RFC 4363, dot1qVlanStaticTable"
 */
public record Vlan(String name, PortSet egress, PortSet forbidden, PortSet untagged, boolean active) {
    static final int SMALLEST = 1;
    static final int LARGEST = 4094;
    static final int LONGEST_NAME = 32;

    /** A new row with the standard's defaults. */
    static Vlan fresh(boolean active) {
        return new Vlan("", PortSet.NONE, PortSet.NONE, PortSet.NONE, active);
    }

    Vlan named(String newName) {
        return new Vlan(newName, egress, forbidden, untagged, active);
    }

    Vlan withEgress(PortSet ports) {
        return new Vlan(name, ports, forbidden, untagged, active);
    }

    Vlan withForbidden(PortSet ports) {
        return new Vlan(name, egress, ports, untagged, active);
    }

    Vlan withUntagged(PortSet ports) {
        return new Vlan(name, egress, forbidden, ports, active);
    }

    Vlan inService(boolean yes) {
        return new Vlan(name, egress, forbidden, untagged, yes);
    }

    boolean isConsistent() {
        return !egress.meets(forbidden) && untagged.isWithin(egress);
    }
}
