package org.vmturntable.drac.element;

import java.util.List;
import org.vmturntable.drac.topology.Route;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.PortId;

/**
 * Two ports of one element that a lightpath joins.
 *
 * @param owner the lightpath; the element keeps it, so that nobody undoes another's cross-connect
 * @param label the VLAN id that frames carry on line ports
 */
public record CrossConnect(LightpathId owner, int label, Side a, Side b) {
    public CrossConnect {
        if (!a.port().element().equals(b.port().element()) || a.port().equals(b.port())) {
            throw new IllegalArgumentException("Not two ports of one element: " + a + ", " + b);
        }
    }

    /** All that a route needs, in its order. */
    public static List<CrossConnect> along(Route route, LightpathId owner) {
        return route.hops().stream()
                .map(hop -> new CrossConnect(owner, route.label(), side(route, hop.in()), side(route, hop.out())))
                .toList();
    }

    private static Side side(Route route, PortId port) {
        return new Side(port, !route.isClientPort(port));
    }

    public String element() {
        return a.port().element();
    }

    public List<Side> sides() {
        return List.of(a, b);
    }

    /**
     * One of the two ports.
     *
     * @param labelled true on a fibre, where frames carry the label; false at a client, who knows no labels
     */
    public record Side(PortId port, boolean labelled) {}
}
