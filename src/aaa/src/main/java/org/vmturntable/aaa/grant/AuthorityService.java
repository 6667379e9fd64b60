package org.vmturntable.aaa.grant;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.aaa.decision.AuthorisationPolicy;
import org.vmturntable.aaa.decision.AuthorisationRequest;
import org.vmturntable.aaa.decision.Decision;
import org.vmturntable.aaa.token.Right;
import org.vmturntable.aaa.token.Thumbprint;
import org.vmturntable.aaa.token.TokenIssuer;
import org.vmturntable.aaa.token.TokenScope;
import org.vmturntable.aaa.token.TokenVerifier;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.TimeWindow;
import org.vmturntable.kernel.TokenId;

/**
 * This site's authority: grants tokens, counts their uses, revokes them. Every change is in the ledger before it counts. Safe for
 * use by several threads, and by several processes on one ledger.
 */
public final class AuthorityService {
    /** Longer-lived tokens would make revocation matter more; whoever needs one longer has it renewed. */
    public static final Duration LONGEST_LIFE = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(AuthorityService.class);
    private static final int USES = 1;
    private static final Set<Right> RIGHTS = EnumSet.allOf(Right.class);

    private final TokenIssuer issuer;
    private final TokenVerifier ownTokens;
    private final AuthorisationPolicy policy;
    private final TokenLedger ledger;
    private final Clock clock;

    /** @param ownTokens trusts this site's key, and allows no skew: both clocks are the same one */
    public AuthorityService(
            TokenIssuer issuer, TokenVerifier ownTokens, AuthorisationPolicy policy, TokenLedger ledger, Clock clock) {
        this.issuer = issuer;
        this.ownTokens = ownTokens;
        this.policy = policy;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Grants a token for one use, if the policy permits. Asked again for the same reservation it answers the token that it gave,
     * while that lasts.
     *
     * @return its window ends when the request's does, {@link #LONGEST_LIFE} from now at the latest
     * @throws GridException {@link FailureCode#CALLER_NOT_PERMITTED}; {@link FailureCode#REQUEST_REUSED} if the reservation was
     *     authorised for something else; {@link FailureCode#TOKEN_REVOKED} if it was authorised and revoked;
     *     {@link FailureCode#REQUEST_MALFORMED} if its window is over
     */
    public TokenGrant authorise(AuthorisationRequest request) {
        Decision decision = policy.decide(request);
        if (!decision.permitted()) {
            throw new GridException(
                    FailureCode.CALLER_NOT_PERMITTED,
                    decision.reason(),
                    Map.of("vm", request.scope().vm().toString()));
        }
        Optional<TokenGrant> earlier = latest(request).filter(grant -> grant.state() != TokenState.EXPIRED);
        if (earlier.isPresent()) {
            return same(earlier.get(), request);
        }
        return grant(request);
    }

    private Optional<TokenGrant> latest(AuthorisationRequest request) {
        List<TokenGrant> grants = ledger.findByReservation(request.scope().reservation());
        return grants.isEmpty() ? Optional.empty() : Optional.of(expireIfDue(grants.get(grants.size() - 1)));
    }

    private TokenGrant grant(AuthorisationRequest request) {
        TokenScope scope = limited(request.scope());
        TokenGrant grant = TokenGrant.fresh(issuer.issue(request.holder(), request.audience(), RIGHTS, scope, USES));
        ledger.add(grant);
        LOG.info("Token {} granted for reservation {} until {}", grant.id(), grant.reservation(), grant.expiresAt());
        return grant;
    }

    private TokenScope limited(TokenScope asked) {
        Instant latest = clock.instant().plus(LONGEST_LIFE);
        Instant until = asked.window().until();
        if (!until.isAfter(clock.instant())) {
            throw new GridException(FailureCode.REQUEST_MALFORMED, "The window is over: " + asked.window());
        }
        TimeWindow window = new TimeWindow(asked.window().from(), until.isAfter(latest) ? latest : until);
        return new TokenScope(asked.reservation(), asked.vm(), asked.ends(), asked.bandwidth(), window);
    }

    private static TokenGrant same(TokenGrant earlier, AuthorisationRequest request) {
        if (earlier.state() == TokenState.REVOKED) {
            throw refused(earlier.id(), FailureCode.TOKEN_REVOKED, "The reservation's token was revoked");
        }
        TokenScope had = earlier.claims().scope();
        TokenScope asked = request.scope();
        Thumbprint holder = earlier.claims().holder();
        boolean same = had.vm().equals(asked.vm())
                && had.ends().equals(asked.ends())
                && had.bandwidth().equals(asked.bandwidth())
                && holder.equals(request.holder())
                && earlier.claims().audience().equals(request.audience());
        if (!same) {
            throw refused(
                    earlier.id(), FailureCode.REQUEST_REUSED, "The reservation was authorised for something else");
        }
        return earlier;
    }

    /**
     * Counts a use. The same use again is not counted again and succeeds while the token is not revoked and has not expired.
     *
     * @throws GridException as {@link TokenVerifier#verify}; {@link FailureCode#TOKEN_UNKNOWN} if it is not one of ours;
     *     {@link FailureCode#TOKEN_SPENT} if all uses were taken by others; {@link FailureCode#TOKEN_REVOKED}
     */
    public TokenGrant redeem(Redemption redemption) {
        TokenId id =
                ownTokens.verify(redemption.token(), redemption.presented()).id();
        return change(id, grant -> {
            requireLive(grant);
            if (grant.usedFor().contains(redemption.use())) {
                return grant;
            }
            if (grant.state() == TokenState.SPENT) {
                throw refused(id, FailureCode.TOKEN_SPENT, "The token was used before");
            }
            return grant.used(redemption.use());
        });
    }

    /**
     * Has the token last until then, or for {@link #LONGEST_LIFE} from now if that is less. It stays what it was: its id, its uses,
     * and all else that it says; that it is revoked ends it in each form. Does nothing if it lasts so long already.
     *
     * @param holder the key that whoever asks has proved to hold
     * @throws GridException {@link FailureCode#TOKEN_UNKNOWN}; {@link FailureCode#TOKEN_OF_ANOTHER} if it has another holder;
     *     {@link FailureCode#TOKEN_REVOKED}, {@link FailureCode#TOKEN_EXPIRED}
     */
    public TokenGrant renew(TokenId id, Thumbprint holder, Instant until) {
        return change(id, grant -> {
            if (!grant.claims().holder().equals(holder)) {
                throw refused(id, FailureCode.TOKEN_OF_ANOTHER, "The token has another holder");
            }
            requireLive(grant);
            Instant latest = clock.instant().plus(LONGEST_LIFE);
            Instant end = until.isAfter(latest) ? latest : until;
            return end.isAfter(grant.expiresAt()) ? grant.renewed(issuer.renew(grant.token(), end)) : grant;
        });
    }

    private static void requireLive(TokenGrant grant) {
        if (grant.state() == TokenState.REVOKED) {
            throw refused(grant.id(), FailureCode.TOKEN_REVOKED, "The token was revoked");
        }
        if (grant.state() == TokenState.EXPIRED) {
            throw refused(grant.id(), FailureCode.TOKEN_EXPIRED, "The token has expired");
        }
    }

    /**
     * Makes the token worthless from now on. Does nothing if it is revoked or has expired.
     *
     * @throws GridException {@link FailureCode#TOKEN_UNKNOWN}
     */
    public TokenGrant revoke(TokenId id) {
        return change(id, grant -> TokenState.MOVES.isEnd(grant.state()) ? grant : grant.on(TokenSignal.REVOKE));
    }

    /** @throws GridException {@link FailureCode#TOKEN_UNKNOWN} */
    public TokenGrant query(TokenId id) {
        return change(id, UnaryOperator.identity());
    }

    /**
     * Marks what has expired. What it has not yet marked is refused all the same: this only keeps the ledger's word true.
     *
     * @return how many
     */
    public int expireDue() {
        List<TokenGrant> due = ledger.liveExpiringBy(clock.instant());
        due.forEach(this::expireIfDue);
        return due.size();
    }

    /** Applies a change to the newest state, again and again until nobody came between. */
    private TokenGrant change(TokenId id, UnaryOperator<TokenGrant> change) {
        while (true) {
            TokenGrant now = expireIfDue(ledger.find(id)
                    .orElseThrow(() -> refused(id, FailureCode.TOKEN_UNKNOWN, "This site granted no such token")));
            TokenGrant next = change.apply(now);
            if (next.equals(now)) {
                return now;
            }
            if (ledger.replace(next)) {
                LOG.info("Token {} is {}", id, next.state());
                return next;
            }
        }
    }

    private TokenGrant expireIfDue(TokenGrant grant) {
        boolean due = !TokenState.MOVES.isEnd(grant.state()) && !clock.instant().isBefore(grant.expiresAt());
        if (!due) {
            return grant;
        }
        TokenGrant expired = grant.on(TokenSignal.WINDOW_ENDED);
        return ledger.replace(expired)
                ? expired
                : ledger.find(grant.id()).map(this::expireIfDue).orElse(expired);
    }

    private static GridException refused(TokenId id, FailureCode code, String why) {
        return new GridException(code, why, Map.of("token", id.value()));
    }
}
