package org.vmturntable.traffic.migration;

import java.time.Instant;
import java.util.Optional;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.plan.Planned;

/**
 * What was asked for; never changes.
 *
 * @param requestId the caller's own name for the request, so that it may repeat it
 * @param caller who asked, as the site knows them
 * @param guest as it was when the migration was asked for
 * @param epoch this move's number in the VM's life, from 1
 * @param planned what the caller was promised
 */
public record MigrationOrder(
        MigrationId id,
        Optional<String> requestId,
        String caller,
        Guest guest,
        SiteId from,
        SiteId to,
        Bandwidth bandwidth,
        long epoch,
        Planned planned,
        Instant asked) {
    public VmId vm() {
        return guest.id();
    }
}
