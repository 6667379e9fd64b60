package org.vmturntable.drac.topology;

import java.time.Duration;
import java.util.Map;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.PortId;

/**
 * A fibre between the line ports of two elements. It carries its capacity in each direction at once.
 *
 * @param capacity greater than zero
 * @param roundTrip there and back, zero or more
 */
public record Link(PortId a, PortId b, Bandwidth capacity, Duration roundTrip) {
    public Link {
        if (a.element().equals(b.element())) {
            throw invalid("A link must join two elements: " + a + " to " + b, a);
        }
        if (capacity.equals(Bandwidth.ZERO)) {
            throw invalid("A link must carry something: " + a + " to " + b, a);
        }
        if (roundTrip.isNegative()) {
            throw invalid("A link's round trip cannot be negative: " + a + " to " + b, a);
        }
    }

    /** The port at this element; the element must be one of the link's two. */
    public PortId portAt(String element) {
        if (a.element().equals(element)) {
            return a;
        }
        if (b.element().equals(element)) {
            return b;
        }
        throw new IllegalArgumentException("Link " + this + " does not touch element " + element);
    }

    private static GridException invalid(String message, PortId port) {
        return new GridException(FailureCode.CONFIGURATION_INVALID, message, Map.of("port", port.toString()));
    }

    @Override
    public String toString() {
        return a + "--" + b;
    }
}
