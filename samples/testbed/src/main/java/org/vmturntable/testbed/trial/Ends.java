package org.vmturntable.testbed.trial;

import java.util.List;
import org.vmturntable.testbed.topology.Site;
import org.vmturntable.testbed.topology.Topology;

/** Where a guest goes next. */
final class Ends {
    private Ends() {}

    /** Between the topology's first site and its last; from anywhere else, to the first. */
    static Site other(Topology topology, String here) {
        Site first = topology.sites().get(0);
        Site last = topology.sites().get(topology.sites().size() - 1);
        return first.name().value().equals(here) ? last : first;
    }

    /** Round all sites, as in 2005: from the first to the last, and over the others back to the first. */
    static Site next(Topology topology, String here) {
        List<String> names =
                topology.sites().stream().map(site -> site.name().value()).toList();
        int before = Math.floorMod(names.indexOf(here) - 1, names.size());
        return topology.sites().get(before);
    }
}
