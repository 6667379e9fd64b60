package org.vmturntable.aaa.token;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * Decides from the token and the issuers' public keys alone if it holds. Does not know if it was used up or revoked: its issuer
 * does. Safe for use by several threads.
 */
public final class TokenVerifier {
    private final IssuerKeys trusted;
    private final Clock clock;
    private final Duration maxSkew;

    /** @param maxSkew how far the issuer's clock may be off from ours, either way */
    public TokenVerifier(IssuerKeys trusted, Clock clock, Duration maxSkew) {
        this.trusted = trusted;
        this.clock = clock;
        this.maxSkew = maxSkew;
    }

    /**
     * Checks origin first, then time, holder, and what it is for.
     *
     * @throws GridException {@link FailureCode#TOKEN_FORGED} if a signature or the issuer is not good;
     *     {@link FailureCode#TOKEN_NOT_YET_VALID}, {@link FailureCode#TOKEN_EXPIRED}; {@link FailureCode#TOKEN_OF_ANOTHER} if the
     *     presenter is not its holder; {@link FailureCode#TOKEN_FOR_SOMETHING_ELSE} if it does not give that right to that extent,
     *     or has a critical caveat that is not known here
     */
    public VerifiedToken verify(Token token, Presentation presented) {
        checkSignatures(token);
        TokenBlock right = intersection(token);
        checkTime(right);
        check(
                right.holder().equals(presented.presenter()),
                right,
                FailureCode.TOKEN_OF_ANOTHER,
                "It has another holder");
        checkPurpose(right, presented);
        return new VerifiedToken(token, right);
    }

    private void checkSignatures(Token token) {
        List<SignedBlock> blocks = token.blocks();
        SignedBlock first = blocks.get(0);
        boolean trustedIssuer =
                trusted.of(first.block().issuer()).stream().anyMatch(key -> first.isSignedBy(key, List.of()));
        checkOrigin(trustedIssuer, token, "No trusted authority signed it");
        for (int i = 1; i < blocks.size(); i++) {
            checkOrigin(
                    isSignedByHolderOf(blocks.subList(0, i), blocks.get(i)),
                    token,
                    "Block " + i + " is not its holder's");
        }
    }

    private static boolean isSignedByHolderOf(List<SignedBlock> before, SignedBlock next) {
        Thumbprint holder = before.get(before.size() - 1).block().holder();
        return signerOf(next)
                .filter(signer -> MessageDigest.isEqual(signer.thumbprint().digest(), holder.digest()))
                .filter(signer -> next.isSignedBy(signer, before))
                .isPresent();
    }

    private static Optional<VerificationKey> signerOf(SignedBlock block) {
        try {
            return Optional.of(VerificationKey.of(block.signer()));
        } catch (GridException notAKey) {
            return Optional.empty();
        }
    }

    private static TokenBlock intersection(Token token) {
        TokenBlock right = token.claims();
        for (SignedBlock next : token.blocks().subList(1, token.blocks().size())) {
            right = right.narrowedBy(next.block())
                    .orElseThrow(() -> wrong(
                            token.claims(), FailureCode.TOKEN_FOR_SOMETHING_ELSE, "Its blocks exclude one another"));
        }
        return right;
    }

    private void checkTime(TokenBlock right) {
        Instant now = clock.instant();
        boolean begun = !now.isBefore(right.scope().window().from().minus(maxSkew));
        boolean ended = !now.isBefore(right.scope().window().until().plus(maxSkew));
        check(begun, right, FailureCode.TOKEN_NOT_YET_VALID, "It is not yet valid");
        check(!ended, right, FailureCode.TOKEN_EXPIRED, "It has expired");
    }

    private static void checkPurpose(TokenBlock right, Presentation presented) {
        FailureCode code = FailureCode.TOKEN_FOR_SOMETHING_ELSE;
        boolean understood = right.critical().stream().allMatch(key -> key <= BlockFormat.HIGHEST_KNOWN);
        check(understood, right, code, "It has a caveat that is not known here");
        check(right.audience().contains(presented.audience()), right, code, "It is for other sites");
        check(right.rights().contains(presented.right()), right, code, "It gives another right");
        boolean covers = presented.scope().map(right.scope()::covers).orElse(true);
        check(covers, right, code, "It is for another VM, path or migration, or for less");
    }

    private static void checkOrigin(boolean good, Token token, String otherwise) {
        check(good, token.claims(), FailureCode.TOKEN_FORGED, otherwise);
    }

    private static void check(boolean good, TokenBlock right, FailureCode code, String otherwise) {
        if (!good) {
            throw wrong(right, code, otherwise);
        }
    }

    private static GridException wrong(TokenBlock right, FailureCode code, String why) {
        return new GridException(
                code, "The token is refused. " + why, Map.of("token", right.id().value()));
    }
}
