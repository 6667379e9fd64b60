package org.vmturntable.aaa.decision;

import java.util.Set;
import org.vmturntable.aaa.token.Thumbprint;
import org.vmturntable.aaa.token.TokenScope;
import org.vmturntable.kernel.SiteId;

/**
 * A wish for a token.
 *
 * @param holder the key that will present the token
 * @param audience the sites that are to honour it, the broker among them; not empty
 * @param scope a window longer than tokens may live is cut short
 */
public record AuthorisationRequest(Asker asker, Thumbprint holder, Set<SiteId> audience, TokenScope scope) {
    public AuthorisationRequest {
        audience = Set.copyOf(audience);
    }
}
