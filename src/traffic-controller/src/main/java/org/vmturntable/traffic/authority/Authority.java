package org.vmturntable.traffic.authority;

import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.TokenId;
import org.vmturntable.traffic.lightpath.LightpathRequest;

/** This site's authority: grants one migration the right to one lightpath. */
public interface Authority {
    /** @throws org.vmturntable.kernel.GridException {@code CALLER_NOT_PERMITTED} */
    Grant authorise(MigrationId migration, LightpathRequest request);

    /** Makes the token worthless from now on. Does nothing if it is spent, expired or revoked. */
    void revoke(TokenId token);
}
