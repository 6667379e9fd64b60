package org.vmturntable.drac.lightpath;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.vmturntable.drac.element.ElementDriver;
import org.vmturntable.drac.topology.Element;
import org.vmturntable.drac.topology.Topology;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * The network that a {@link LightpathService} hands out, and how it reaches it.
 *
 * @param drivers exactly one for each element of the topology
 * @param workers runs calls to elements, which block; must not queue one behind another, or elements are not switched in parallel
 */
public record Network(Topology topology, List<ElementDriver> drivers, Executor workers) {
    /** @throws GridException {@link FailureCode#CONFIGURATION_INVALID} if an element has no driver, or two */
    public Network {
        drivers = List.copyOf(drivers);
        List<String> driven =
                drivers.stream().map(ElementDriver::element).sorted().toList();
        List<String> elements =
                topology.elements().stream().map(Element::name).sorted().collect(Collectors.toList());
        if (!driven.equals(elements)) {
            throw new GridException(
                    FailureCode.CONFIGURATION_INVALID,
                    "Each element needs one driver: elements " + elements + ", drivers " + driven);
        }
    }
}
