package org.vmturntable.testbed.demo;

import java.util.List;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.testbed.network.Namespace;
import org.vmturntable.testbed.topology.Element;
import org.vmturntable.testbed.topology.Topology;

/** The way from the broker to an element's agent; the agent, and what the element has joined, know nothing of its being cut. */
final class ManagementLine {
    /** Nobody has it: what is sent there arrives nowhere. */
    private static final String NOBODY = "02:00:00:00:00:99";

    private final Topology topology;
    private final Element element;

    /** @param site another than the broker's, which has its own element's agent in the house */
    ManagementLine(Topology topology, SiteId site) {
        this.topology = topology;
        this.element = topology.site(site).element();
    }

    void cut() {
        ip("neighbour replace %s lladdr " + NOBODY + " dev %s nud permanent");
    }

    /** Makes it whole again; to be called once after each cut. */
    void mend() {
        ip("neighbour delete %s dev %s");
    }

    private void ip(String line) {
        new Namespace(topology.namespaceOf(topology.optical().broker()))
                .configure(List.of(
                        line.formatted(element.management(), topology.internet().device())));
    }
}
