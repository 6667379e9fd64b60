package org.vmturntable.traffic.migration;

import java.time.Duration;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;

/**
 * How this site migrates.
 *
 * @param port this site's end for lightpaths
 * @param bandwidth asked for when the caller names none
 * @param lease how long room, token and lightpath are asked for; a copy that outlasts them is ended, and turns back
 * @param undo how long to try giving something back
 * @param forward how long to try each step after the switchover
 * @param locate how long to ask where the guest is
 */
public record MigrationTerms(
        SiteId site,
        PortId port,
        Bandwidth bandwidth,
        Lease lease,
        Persistence undo,
        Persistence forward,
        Persistence locate) {
    /**
     * Terms with patience that suits people: two minutes to undo or to find a guest, an hour forward. Who is given up is looked for
     * again every minute; what a person can do meanwhile is said then.
     *
     * @param longestLease what the site's authority grants at a time
     * @param longest what a migration may take from its request on; no less
     */
    public static MigrationTerms usual(
            SiteId site, PortId port, Bandwidth bandwidth, Duration longestLease, Duration longest) {
        Duration first = Duration.ofMillis(250);
        return new MigrationTerms(
                site,
                port,
                bandwidth,
                Lease.usual(longestLease, longest),
                new Persistence(first, Duration.ofSeconds(10), Duration.ofMinutes(2)),
                new Persistence(first, Duration.ofSeconds(15), Duration.ofHours(1)),
                new Persistence(first, Duration.ofSeconds(15), Duration.ofMinutes(2)));
    }
}
