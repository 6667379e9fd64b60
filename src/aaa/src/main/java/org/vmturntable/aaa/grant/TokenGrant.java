package org.vmturntable.aaa.grant;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.vmturntable.aaa.token.Token;
import org.vmturntable.aaa.token.TokenBlock;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.TokenId;

/**
 * A token that this site granted, at one moment.
 *
 * @param usedFor the uses that were taken, each named by who took it; may be empty
 * @param revision 0 at first, one more with each change
 */
public record TokenGrant(Token token, TokenState state, Set<String> usedFor, long revision) {
    public TokenGrant {
        usedFor = Set.copyOf(usedFor);
    }

    static TokenGrant fresh(Token token) {
        return new TokenGrant(token, TokenState.MOVES.start(), Set.of(), 0);
    }

    public TokenId id() {
        return claims().id();
    }

    public MigrationId reservation() {
        return claims().scope().reservation();
    }

    /** What the token says; this site signed it. */
    public TokenBlock claims() {
        return token.claims();
    }

    /** From this moment on it is worthless. */
    public Instant expiresAt() {
        return claims().scope().window().until();
    }

    public int usesLeft() {
        return Math.max(0, claims().uses() - usedFor.size());
    }

    TokenGrant used(String use) {
        TokenSignal signal = usesLeft() == 1 ? TokenSignal.USED_UP : TokenSignal.USED;
        Set<String> uses = new HashSet<>(usedFor);
        uses.add(use);
        return new TokenGrant(token, TokenState.MOVES.move(state, signal), uses, revision + 1);
    }

    /** Its uses stay taken. */
    TokenGrant renewed(Token longer) {
        return new TokenGrant(longer, TokenState.MOVES.move(state, TokenSignal.RENEW), usedFor, revision + 1);
    }

    TokenGrant on(TokenSignal signal) {
        return new TokenGrant(token, TokenState.MOVES.move(state, signal), usedFor, revision + 1);
    }
}
