package org.vmturntable.traffic.authority;

import org.vmturntable.kernel.MigrationId;
import org.vmturntable.traffic.lightpath.LightpathRequest;

/** This site's authority: grants one migration the right to one lightpath. */
public interface Authority {
    /** @throws org.vmturntable.kernel.GridException {@code CALLER_NOT_PERMITTED} */
    Grant authorise(MigrationId migration, LightpathRequest request);

    /**
     * Makes every token of the migration worthless from now on, also one whose grant was never answered. Does nothing if there is
     * none, or if it is spent, expired or revoked.
     */
    void revokeAllOf(MigrationId migration);
}
