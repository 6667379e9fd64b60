package org.vmturntable.testbed.wan;

import java.util.Arrays;
import org.vmturntable.testbed.element.CrossConnects;
import org.vmturntable.testbed.element.ElementPort;
import org.vmturntable.testbed.element.OpticalElement;
import org.vmturntable.testbed.element.PortSet;

/** The forwarding part of an element: a frame goes on only to ports that a VLAN joins to the one it came from. */
final class ElementSwitch {
    private static final int PREAMBLE_AND_GAP = 20;

    private static final Outlet NOWHERE = frame -> false;

    private final OpticalElement element;
    private final ElementPort[] ports = new ElementPort[PortSet.LARGEST_PORT + 1];
    private final Outlet[] outlets = new Outlet[PortSet.LARGEST_PORT + 1];

    ElementSwitch(OpticalElement element) {
        this.element = element;
        element.ports().forEach((index, port) -> ports[index] = port);
        Arrays.fill(outlets, NOWHERE);
    }

    OpticalElement element() {
        return element;
    }

    ElementPort port(int index) {
        return ports[index];
    }

    int portNamed(String name) {
        return element.ports().values().stream()
                .filter(port -> port.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(element.name() + " has no port " + name))
                .index();
    }

    /** Says what a port leads to; before that it leads nowhere. */
    void lead(int port, Outlet outlet) {
        outlets[port] = outlet;
    }

    /** Forwards a frame that came in at a port. Does not keep it. */
    void receive(int from, Frame frame) {
        if (!element.isEnabled(from)) {
            return;
        }
        ElementPort port = ports[from];
        port.countIn(octets(frame), frame.packets);
        CrossConnects joined = element.crossConnects();
        int vlan = joined.vlan(from, frame.tag);
        long egress = joined.egress(vlan, from);
        if (egress == 0 || frame.largestPacket > port.mtu()) {
            port.countInDiscard(frame.packets);
            return;
        }
        forward(frame, joined, vlan, egress);
    }

    private void forward(Frame frame, CrossConnects joined, int vlan, long egress) {
        long firstArrival = frame.firstArrival;
        long arrival = frame.arrival;
        for (long rest = egress; rest != 0; rest &= rest - 1) {
            int to = Long.numberOfTrailingZeros(rest) + 1;
            frame.firstArrival = firstArrival;
            frame.arrival = arrival;
            frame.tag = joined.tagFor(vlan, to);
            if (outlets[to].send(frame)) {
                ports[to].countOut(octets(frame), frame.packets);
            } else {
                ports[to].countOutDiscard(frame.packets);
            }
        }
    }

    private static long octets(Frame frame) {
        return frame.wireBytes - (long) PREAMBLE_AND_GAP * frame.packets;
    }
}
