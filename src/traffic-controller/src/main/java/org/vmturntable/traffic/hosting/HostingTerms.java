package org.vmturntable.traffic.hosting;

import java.time.Duration;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.traffic.site.Landing;

/**
 * What this site offers to guests.
 *
 * @param memory for guests, in all
 * @param virtualCpus for guests, in all
 * @param port this site's end for lightpaths
 * @param landing where guests are sent to
 * @param longestLease a hold ends by then, whatever was asked for
 */
public record HostingTerms(
        SiteId site, Bytes memory, int virtualCpus, PortId port, Landing landing, Duration longestLease) {}
