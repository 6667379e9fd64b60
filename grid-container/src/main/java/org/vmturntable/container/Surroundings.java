package org.vmturntable.container;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.vmturntable.container.config.GateEnd;
import org.vmturntable.container.config.Hosting;
import org.vmturntable.container.config.Network;
import org.vmturntable.drac.element.ElementDriver;
import org.vmturntable.traffic.guest.GuestMover;
import org.vmturntable.tunnel.ForwardingPlane;

/** The devices around a container. What a role does not need is not asked for. */
public interface Surroundings extends AutoCloseable {
    /** The site's hypervisor, whose guests leave through the gate if there is one. */
    GuestMover guests(Hosting hosting, Optional<GateEnd> gate);

    /** What forwards packets into the tunnel at an edge. */
    ForwardingPlane forwardingPlane(String device);

    /** One driver for each element of the network. */
    List<ElementDriver> elements(Network network);

    /** Ticks in microseconds: no store keeps more. */
    Clock clock();

    @Override
    void close();
}
