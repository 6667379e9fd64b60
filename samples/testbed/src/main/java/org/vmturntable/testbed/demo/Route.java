package org.vmturntable.testbed.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * The sites that the guest visits.
 *
 * @param stops one after the other, the last is where it ends; at least one
 */
record Route(List<String> stops) {
    /** As the demonstration goes; the guest starts in Amsterdam and comes back there. */
    static final String DEFAULT = "sandiego,chicago,amsterdam";

    Route {
        stops = List.copyOf(stops);
    }

    /**
     * A route from where the guest is, through sites that exist.
     *
     * @throws IllegalArgumentException with a sentence, if a stop is unknown or is where the guest is already
     */
    static Route from(String start, List<String> stops, List<String> known) {
        String here = start;
        List<String> hops = new ArrayList<>();
        for (String stop : stops) {
            if (!known.contains(stop)) {
                throw new IllegalArgumentException(
                        "The route names " + stop + ", but the profile knows only " + String.join(", ", known) + ".");
            }
            if (stop.equals(here)) {
                throw new IllegalArgumentException("The route goes from " + here + " to itself.");
            }
            hops.add(stop);
            here = stop;
        }
        if (hops.isEmpty()) {
            throw new IllegalArgumentException("The route has no stop.");
        }
        return new Route(hops);
    }
}
