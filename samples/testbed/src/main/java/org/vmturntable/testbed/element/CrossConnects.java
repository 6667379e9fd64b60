package org.vmturntable.testbed.element;

import java.util.Arrays;

/** What joins what, made ready for a look-up per frame that allocates nothing. */
public final class CrossConnects {
    private final long[] egress = new long[Vlan.LARGEST + 1];
    private final long[] untagged = new long[Vlan.LARGEST + 1];
    private final int[] pvids = new int[PortSet.LARGEST_PORT + 1];

    CrossConnects(ElementConfiguration configuration) {
        configuration.vlans().forEach((id, vlan) -> {
            if (vlan.active()) {
                egress[id] = vlan.egress().mask() & ~configuration.disabled().mask();
                untagged[id] = vlan.untagged().mask();
            }
        });
        Arrays.fill(pvids, Vlan.SMALLEST);
        configuration.pvids().forEach((port, vlan) -> pvids[port] = vlan);
    }

    /**
     * The VLAN of a frame.
     *
     * @param tag it carries, 0 if none
     */
    public int vlan(int port, int tag) {
        return tag == 0 ? pvids[port] : tag;
    }

    /**
     * Where a frame goes on.
     *
     * @return bit 0 is port 1; empty unless the VLAN joins the port it came from to others
     */
    public long egress(int vlan, int from) {
        long members = egress[vlan];
        long self = 1L << (from - 1);
        return (members & self) == 0 ? 0 : members & ~self;
    }

    /** The tag a frame of that VLAN carries out of a port, 0 if none. */
    public int tagFor(int vlan, int port) {
        return (untagged[vlan] & 1L << (port - 1)) == 0 ? vlan : 0;
    }
}
