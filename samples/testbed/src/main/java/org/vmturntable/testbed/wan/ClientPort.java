package org.vmturntable.testbed.wan;

import org.vmturntable.kernel.Bandwidth;

/**
 * Where a site's TAP meets its element. The element takes no more than the port's rate, and the rest waits in the site's own
 * device queue, as it would with Ethernet flow control: the element itself loses nothing of one client.
 */
final class ClientPort implements Ingress, Outlet {
    /** How far the reader may run ahead of the wire, so that a late wake-up does not leave it idle, nanoseconds: less than a real device's ring. */
    private static final long LEAD = 4_000_000;

    private final Tap tap;
    private final ElementSwitch element;
    private final int port;
    private final Serialiser pace;

    ClientPort(Tap tap, ElementSwitch element, int port, Bandwidth rate) {
        this.tap = tap;
        this.element = element;
        this.port = port;
        pace = new Serialiser(rate);
        element.lead(port, this);
    }

    @Override
    public Tap tap() {
        return tap;
    }

    @Override
    public long readyAt(long now) {
        return now + pace.backlog(now) - LEAD;
    }

    @Override
    public void accept(Frame frame, long now) {
        pace.occupy(now, frame.wireBytes);
        // A client's own VLANs are not ours: they would be mistaken for lightpaths.
        if (frame.isTagged()) {
            element.port(port).countInDiscard(frame.packets);
            return;
        }
        element.receive(port, frame);
    }

    @Override
    public boolean send(Frame frame) {
        return frame.tag == 0 && tap.write(frame);
    }
}
