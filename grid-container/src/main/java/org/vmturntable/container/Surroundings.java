package org.vmturntable.container;

import java.time.Clock;
import java.util.List;
import org.vmturntable.container.config.Hosting;
import org.vmturntable.container.config.Network;
import org.vmturntable.drac.element.ElementDriver;
import org.vmturntable.traffic.guest.GuestMover;
import org.vmturntable.tunnel.ForwardingPlane;

/** The devices around a container. What a role does not need is not asked for. */
public interface Surroundings extends AutoCloseable {
    /** The site's hypervisor. */
    GuestMover guests(Hosting hosting);

    /** What forwards packets into the tunnel at an edge. */
    ForwardingPlane forwardingPlane(String device);

    /** One driver for each element of the network. */
    List<ElementDriver> elements(Network network);

    /** Ticks in microseconds: no store keeps more. */
    Clock clock();

    @Override
    void close();
}
