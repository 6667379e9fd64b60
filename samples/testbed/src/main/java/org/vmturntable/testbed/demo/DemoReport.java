package org.vmturntable.testbed.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vmturntable.testbed.demo.probe.Echoes;

/**
 * What the demonstration came to.
 *
 * @param hops in order; fewer than the route has if one failed
 * @param guestMemoryIntact true if the guest said so after each hop
 * @param failure why it did not come to a good end
 */
record DemoReport(
        List<HopReport> hops, int hopsWanted, Echoes session, boolean guestMemoryIntact, Optional<String> failure) {
    DemoReport {
        hops = List.copyOf(hops);
    }

    /** Every hop done, one TCP session all along, memory carried faithfully, nothing left held. */
    boolean good() {
        return failure.isEmpty()
                && hops.size() == hopsWanted
                && hops.stream().allMatch(HopReport::completed)
                && session.complete()
                && guestMemoryIntact;
    }

    Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("migrations", hops.stream().map(HopReport::document).toList());
        document.put("tcpSessionSurvived", session.complete());
        document.put("guestMemoryIntact", guestMemoryIntact);
        return document;
    }
}
