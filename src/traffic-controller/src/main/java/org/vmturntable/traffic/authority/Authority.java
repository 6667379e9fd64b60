package org.vmturntable.traffic.authority;

import java.time.Instant;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.TokenId;
import org.vmturntable.traffic.lightpath.LightpathRequest;

/** This site's authority: grants one migration the right to one lightpath. */
public interface Authority {
    /** @throws org.vmturntable.kernel.GridException {@code CALLER_NOT_PERMITTED} */
    Grant authorise(MigrationId migration, LightpathRequest request);

    /**
     * Has a token last until then, or as long as the authority lets one last if that is less.
     *
     * @return the token as it is now
     * @throws org.vmturntable.kernel.GridException {@code TOKEN_UNKNOWN}, {@code TOKEN_REVOKED}, {@code TOKEN_EXPIRED}
     */
    Grant renew(TokenId token, Instant until);

    /**
     * Makes every token of the migration worthless from now on, also one whose grant was never answered. Does nothing if there is
     * none, or if it is spent, expired or revoked.
     */
    void revokeAllOf(MigrationId migration);
}
