package org.vmturntable.aaa.token;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.TokenId;

/**
 * What one signed block of a token says.
 *
 * @param issuer the site that signed it
 * @param audience the sites that may honour it; may be empty, which gives no right
 * @param holder the only key that may present the token, and that may sign a block after this one
 * @param rights may be empty, which gives no right
 * @param uses how often it may be redeemed, zero or more
 * @param critical keys of caveats that must be understood, or the token gives no right; may be empty
 */
public record TokenBlock(
        TokenId id,
        SiteId issuer,
        Set<SiteId> audience,
        Thumbprint holder,
        Set<Right> rights,
        TokenScope scope,
        int uses,
        Set<Integer> critical) {
    public TokenBlock {
        audience = Set.copyOf(audience);
        rights = Set.copyOf(rights);
        critical = Set.copyOf(critical);
        if (uses < 0) {
            throw new IllegalArgumentException("Uses cannot be negative: " + uses);
        }
    }

    /** What this block and the one after it both allow, to the later one's holder; empty if that is nothing. */
    Optional<TokenBlock> narrowedBy(TokenBlock next) {
        Set<SiteId> sites = new HashSet<>(audience);
        sites.retainAll(next.audience);
        Set<Right> both = EnumSet.noneOf(Right.class);
        both.addAll(rights);
        both.retainAll(next.rights);
        Set<Integer> caveats = new HashSet<>(critical);
        caveats.addAll(next.critical);
        return scope.narrowedBy(next.scope)
                .map(narrow -> new TokenBlock(
                        id, issuer, sites, next.holder, both, narrow, Math.min(uses, next.uses), caveats));
    }
}
