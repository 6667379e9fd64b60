package org.vmturntable.drac.topology;

import java.util.Map;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.PortId;

/** The two client ports that a lightpath joins. Lightpaths carry both ways; the order is the caller's and means nothing. */
public record PathEnds(PortId a, PortId b) {
    public PathEnds {
        if (a.equals(b)) {
            throw new GridException(
                    FailureCode.REQUEST_MALFORMED,
                    "A lightpath needs two different ends, got " + a + " twice",
                    Map.of("port", a.toString()));
        }
    }

    @Override
    public String toString() {
        return a + " to " + b;
    }
}
