package org.vmturntable.aaa.token;

import org.vmturntable.kernel.TokenId;

/**
 * A token whose every signature was checked, and that holds for what it was presented for.
 *
 * @param right the intersection of all its blocks, with the id and issuer of the first and the holder of the last
 */
public record VerifiedToken(Token token, TokenBlock right) {
    public TokenId id() {
        return right.id();
    }
}
