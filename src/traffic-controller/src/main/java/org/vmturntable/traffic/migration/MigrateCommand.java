package org.vmturntable.traffic.migration;

import java.util.Optional;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.plan.Bounds;

/**
 * What a caller asks for.
 *
 * @param bandwidth of the lightpath; the site's default if empty
 * @param requestId the caller's own name for this request: repeating it yields the same migration
 * @param bounds to be promised, or nothing begins
 * @param caller who asks, as the endpoint has made sure
 */
public record MigrateCommand(
        VmId vm,
        SiteId destination,
        Optional<Bandwidth> bandwidth,
        Optional<String> requestId,
        Bounds bounds,
        String caller) {}
