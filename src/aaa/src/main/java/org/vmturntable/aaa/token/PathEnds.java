package org.vmturntable.aaa.token;

import org.vmturntable.kernel.PortId;

/** The two ends of a path. Their order means nothing: both are the same path. */
public record PathEnds(PortId a, PortId b) {
    public PathEnds {
        if (a.compareTo(b) > 0) {
            PortId first = b;
            b = a;
            a = first;
        }
    }
}
