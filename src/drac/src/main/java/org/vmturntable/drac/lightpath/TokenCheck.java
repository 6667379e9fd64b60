package org.vmturntable.drac.lightpath;

import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.LightpathId;

/** The authority, as DRAC needs it. */
public interface TokenCheck {
    /**
     * Checks without asking anyone that the token was issued by a trusted authority, to this presenter, for these terms, and holds
     * now. Does not block.
     *
     * @throws GridException with the {@code TOKEN_…} code that says what is wrong
     */
    void verify(LightpathRequest request);

    /**
     * Uses the token up at its issuer, where use-once and revocation are known. Blocks for a call to the issuer's site. The same use
     * may be repeated and counts once; that the token was revoked since is found out then, too.
     *
     * @param use tells one use of the token from another
     * @throws GridException {@link FailureCode#TOKEN_SPENT}, {@link FailureCode#TOKEN_REVOKED} and the like if refused,
     *     {@link FailureCode#SITE_UNREACHABLE} if the issuer does not answer; it may have counted the use then
     */
    void redeem(LightpathRequest request, LightpathId use);
}
