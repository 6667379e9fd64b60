package org.vmturntable.container;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmturntable.container.config.GateEnd;
import org.vmturntable.container.config.Hosting;
import org.vmturntable.container.config.Network;
import org.vmturntable.drac.element.ElementDriver;
import org.vmturntable.drac.element.InMemoryElement;
import org.vmturntable.traffic.guest.GuestMover;
import org.vmturntable.tunnel.ForwardingPlane;
import org.vmturntable.tunnel.InMemoryForwardingPlane;

/** Devices in memory, which stay when a container is killed. */
record FakeSurroundings(
        Hypervisors hypervisors,
        Map<String, InMemoryElement> elements,
        InMemoryForwardingPlane plane,
        Clock clock,
        Life life)
        implements Surroundings {
    @Override
    public GuestMover guests(Hosting hosting, Optional<GateEnd> gate) {
        return hypervisors.of(hosting.control().getHost(), life);
    }

    @Override
    public ForwardingPlane forwardingPlane(String device) {
        return plane;
    }

    @Override
    public List<ElementDriver> elements(Network network) {
        return List.copyOf(elements.values());
    }

    @Override
    public void close() {}
}
