package org.vmturntable.testbed.watch;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.topology.Site;

/** The events of every site's QEMUs. */
public final class HypervisorEvents implements AutoCloseable {
    private final Map<SiteId, SiteEvents> sites = new LinkedHashMap<>();

    public static HypervisorEvents listen(Testbed testbed, Clock clock) {
        HypervisorEvents events = new HypervisorEvents();
        testbed.topology()
                .sites()
                .forEach(site -> events.sites.put(site.name(), SiteEvents.listen(testbed, site, clock)));
        return events;
    }

    public SiteEvents at(Site site) {
        return Objects.requireNonNull(sites.get(site.name()), "a site of the topology");
    }

    @Override
    public void close() {
        sites.values().forEach(SiteEvents::close);
    }
}
