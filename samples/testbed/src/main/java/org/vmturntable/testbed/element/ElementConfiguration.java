package org.vmturntable.testbed.element;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a manager can set of an element. At start nothing is joined.
 *
 * @param vlans by VLAN id
 * @param pvids by port: the VLAN of frames that come in without a tag
 * @param disabled ports whose ifAdminStatus is down
 */
public record ElementConfiguration(
        SortedMap<Integer, Vlan> vlans, SortedMap<Integer, Integer> pvids, PortSet disabled) {
    private static final int DEFAULT_PVID = 1;

    public ElementConfiguration {
        vlans = Collections.unmodifiableSortedMap(new TreeMap<>(vlans));
        pvids = Collections.unmodifiableSortedMap(new TreeMap<>(pvids));
    }

    /** No VLAN, the standard's default for every port. */
    public static ElementConfiguration initial(Iterable<Integer> ports) {
        SortedMap<Integer, Integer> pvids = new TreeMap<>();
        ports.forEach(port -> pvids.put(port, DEFAULT_PVID));
        return new ElementConfiguration(new TreeMap<>(), pvids, PortSet.NONE);
    }

    ElementConfiguration withVlan(int id, Vlan vlan) {
        TreeMap<Integer, Vlan> changed = new TreeMap<>(vlans);
        changed.put(id, vlan);
        return new ElementConfiguration(changed, pvids, disabled);
    }

    ElementConfiguration withoutVlan(int id) {
        TreeMap<Integer, Vlan> changed = new TreeMap<>(vlans);
        changed.remove(id);
        return new ElementConfiguration(changed, pvids, disabled);
    }

    ElementConfiguration withPvid(int port, int vlan) {
        TreeMap<Integer, Integer> changed = new TreeMap<>(pvids);
        changed.put(port, vlan);
        return new ElementConfiguration(vlans, changed, disabled);
    }

    ElementConfiguration enabling(int port, boolean up) {
        return new ElementConfiguration(vlans, pvids, up ? disabled.without(port) : disabled.with(port));
    }

    /**
     * The first active VLAN that cannot be: a member that is forbidden, an untagged port that is no member, or a port that is
     * untagged in two VLANs, whose traffic would mix.
     */
    OptionalInt firstConflict() {
        PortSet taken = PortSet.NONE;
        for (Map.Entry<Integer, Vlan> entry : vlans.entrySet()) {
            Vlan vlan = entry.getValue();
            if (!vlan.active()) {
                continue;
            }
            if (!vlan.isConsistent() || vlan.untagged().meets(taken)) {
                return OptionalInt.of(entry.getKey());
            }
            taken = new PortSet(taken.mask() | vlan.untagged().mask());
        }
        return OptionalInt.empty();
    }
}
