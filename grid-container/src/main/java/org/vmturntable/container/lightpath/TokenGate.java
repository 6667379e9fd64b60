package org.vmturntable.container.lightpath;

import java.util.Optional;
import org.vmturntable.aaa.grant.AuthorityService;
import org.vmturntable.aaa.grant.Redemption;
import org.vmturntable.aaa.token.PathEnds;
import org.vmturntable.aaa.token.Presentation;
import org.vmturntable.aaa.token.Right;
import org.vmturntable.aaa.token.Thumbprint;
import org.vmturntable.aaa.token.Token;
import org.vmturntable.aaa.token.TokenScope;
import org.vmturntable.aaa.token.TokenVerifier;
import org.vmturntable.container.peer.Peers;
import org.vmturntable.container.peer.ServicePath;
import org.vmturntable.drac.lightpath.LightpathRequest;
import org.vmturntable.drac.lightpath.LightpathTerms;
import org.vmturntable.drac.lightpath.TokenCheck;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.soap.aaa.Aaa;
import org.vmturntable.soap.aaa.Redeem;
import org.vmturntable.soap.types.TokenAction;

/** Lets a reservation through if its token holds by itself, and its issuer, here or at another site, still honours it. */
public final class TokenGate implements TokenCheck {
    private final SiteId here;
    private final TokenVerifier verifier;
    private final Optional<AuthorityService> ownAuthority;
    private final Peers peers;

    /** @param ownAuthority empty if this container grants no tokens */
    public TokenGate(SiteId here, TokenVerifier verifier, Optional<AuthorityService> ownAuthority, Peers peers) {
        this.here = here;
        this.verifier = verifier;
        this.ownAuthority = ownAuthority;
        this.peers = peers;
    }

    @Override
    public void verify(LightpathRequest request) {
        LightpathTerms terms = request.terms();
        TokenScope scope = new TokenScope(
                terms.reservation(),
                terms.vm(),
                new PathEnds(terms.ends().a(), terms.ends().b()),
                terms.bandwidth(),
                terms.window());
        verifier.verify(Token.ofText(request.token()), presented(request, Optional.of(scope)));
    }

    @Override
    public void redeem(LightpathRequest request, LightpathId use) {
        Token token = Token.ofText(request.token());
        SiteId issuer = token.claims().issuer();
        if (issuer.equals(here) && ownAuthority.isPresent()) {
            Presentation presented = presented(request, Optional.empty());
            ownAuthority.get().redeem(new Redemption(token, presented, use.toString()));
        } else {
            redeemAt(issuer, token, request, use);
        }
    }

    private void redeemAt(SiteId issuer, Token token, LightpathRequest request, LightpathId use) {
        Redeem order = new Redeem();
        order.setToken(token.toBytes());
        order.setAction(TokenAction.RESERVE);
        order.setPresenterKey(request.presenter().key());
        order.setUseId(use.toString());
        peers.call(issuer, ServicePath.AAA, Aaa.class, aaa -> aaa.redeem(order));
    }

    private Presentation presented(LightpathRequest request, Optional<TokenScope> scope) {
        return new Presentation(here, new Thumbprint(request.presenter().key()), Right.RESERVE, scope);
    }
}
