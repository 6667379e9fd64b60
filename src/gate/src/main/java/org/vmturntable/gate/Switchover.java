package org.vmturntable.gate;

import java.util.List;

/**
 * How a guest is about to leave by post-copy.
 *
 * @param first pages that are to follow it before all others; may be empty
 * @param behindDisks its disks' last blocks go before what follows the state of its devices, which waits for them at the destination
 */
public record Switchover(List<PageRequest> first, boolean behindDisks) {
    public Switchover {
        first = List.copyOf(first);
    }
}
