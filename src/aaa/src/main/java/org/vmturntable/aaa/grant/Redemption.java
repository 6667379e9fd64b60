package org.vmturntable.aaa.grant;

import org.vmturntable.aaa.token.Presentation;
import org.vmturntable.aaa.token.Token;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * A use of a token, reported by the site that is about to honour it.
 *
 * @param presented the audience is the reporting site as it proved itself to be; the presenter is whoever showed it the token
 * @param use names the use, 1 to 128 characters; the same name again is the same use
 */
public record Redemption(Token token, Presentation presented, String use) {
    public Redemption {
        if (use.isBlank() || use.length() > 128) {
            throw new GridException(FailureCode.REQUEST_MALFORMED, "A use is named by 1 to 128 characters");
        }
    }
}
