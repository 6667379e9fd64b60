package org.vmturntable.cli.grid;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A circuit between two ports.
 *
 * @param state such as {@code PROVISIONED}
 * @param bandwidth bit/s
 * @param hops from port A to port B; empty until a path was computed
 */
public record Lightpath(
        String id,
        String state,
        String portA,
        String portB,
        long bandwidth,
        Optional<Instant> from,
        Optional<Instant> until,
        OptionalInt vlan,
        List<Hop> hops,
        Reference reference) {
    /** An element on the way and the two ports that it joins. */
    public record Hop(String element, String portIn, String portOut) {}

    public Lightpath {
        hops = List.copyOf(hops);
    }

    /** True if it holds neither bandwidth nor a cross-connect any more. */
    public boolean gone() {
        return gone(state);
    }

    static boolean gone(String state) {
        return state.equals("RELEASED") || state.equals("EXPIRED");
    }
}
