package org.vmturntable.drac.topology;

import java.util.Set;
import org.vmturntable.kernel.PortId;

/** A network element that can join two of its ports. */
public record Element(String name, Set<String> ports) {
    public Element {
        ports = Set.copyOf(ports);
        ports.forEach(port -> new PortId(name, port));
    }

    public boolean has(PortId port) {
        return port.element().equals(name) && ports.contains(port.port());
    }
}
