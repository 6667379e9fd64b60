package org.vmturntable.container.authority;

import java.time.Clock;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vmturntable.aaa.decision.Asker;
import org.vmturntable.aaa.decision.AuthorisationRequest;
import org.vmturntable.aaa.grant.AuthorityService;
import org.vmturntable.aaa.grant.Redemption;
import org.vmturntable.aaa.grant.TokenGrant;
import org.vmturntable.aaa.token.PathEnds;
import org.vmturntable.aaa.token.Presentation;
import org.vmturntable.aaa.token.Right;
import org.vmturntable.aaa.token.Thumbprint;
import org.vmturntable.aaa.token.Token;
import org.vmturntable.aaa.token.TokenScope;
import org.vmturntable.container.access.SiteAccess;
import org.vmturntable.container.soap.CurrentCall;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.TimeWindow;
import org.vmturntable.kernel.TokenId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.soap.aaa.Aaa;
import org.vmturntable.soap.aaa.Authorise;
import org.vmturntable.soap.aaa.AuthoriseResponse;
import org.vmturntable.soap.aaa.QueryToken;
import org.vmturntable.soap.aaa.QueryTokenResponse;
import org.vmturntable.soap.aaa.Redeem;
import org.vmturntable.soap.aaa.RedeemResponse;
import org.vmturntable.soap.aaa.Renew;
import org.vmturntable.soap.aaa.RenewResponse;
import org.vmturntable.soap.aaa.Revoke;
import org.vmturntable.soap.aaa.RevokeResponse;
import org.vmturntable.soap.types.TokenAction;
import org.vmturntable.soap.types.TokenState;

/**
 * This site's authority: for its operators, who may ask for a token ahead of a migration, and for the containers of other sites, which
 * honour tokens. Whom it grants one is its policy's to say, not this endpoint's.
 */
public final class AaaEndpoint implements Aaa {
    private final SiteId here;
    private final AuthorityService authority;
    private final SiteAccess access;
    private final Clock clock;

    public AaaEndpoint(SiteId here, AuthorityService authority, SiteAccess access, Clock clock) {
        this.here = here;
        this.authority = authority;
        this.access = access;
        this.clock = clock;
    }

    @Override
    public AuthoriseResponse authorise(Authorise request) {
        TokenScope scope = new TokenScope(
                MigrationId.parse(request.getMigrationId()),
                VmId.parse(request.getVmId()),
                new PathEnds(PortId.parse(request.getSourcePort()), PortId.parse(request.getDestinationPort())),
                new Bandwidth(request.getBandwidthBps()),
                new TimeWindow(
                        request.getWindow().getFrom(), request.getWindow().getUntil()));
        TokenGrant grant = authority.authorise(new AuthorisationRequest(
                Asker.operator(here),
                new Thumbprint(request.getHolderKey()),
                request.getAudience().stream().map(SiteId::new).collect(Collectors.toSet()),
                scope));
        AuthoriseResponse response = new AuthoriseResponse();
        response.setTokenId(grant.id().value());
        response.setToken(grant.token().toBytes());
        response.setExpiresAt(grant.expiresAt());
        return response;
    }

    @Override
    public RedeemResponse redeem(Redeem request) {
        Presentation presented = new Presentation(
                caller(), new Thumbprint(request.getPresenterKey()), right(request.getAction()), Optional.empty());
        TokenGrant grant =
                authority.redeem(new Redemption(Token.ofBytes(request.getToken()), presented, request.getUseId()));
        RedeemResponse response = new RedeemResponse();
        response.setTokenId(grant.id().value());
        response.setRedeemedAt(clock.instant());
        return response;
    }

    /** For whoever holds the key with which the caller proved itself. */
    @Override
    public RenewResponse renew(Renew request) {
        Thumbprint holder = new Thumbprint(CurrentCall.get().caller().keyThumbprint());
        TokenGrant grant = authority.renew(new TokenId(request.getTokenId()), holder, request.getUntil());
        RenewResponse response = new RenewResponse();
        response.setTokenId(grant.id().value());
        response.setToken(grant.token().toBytes());
        response.setExpiresAt(grant.expiresAt());
        return response;
    }

    /** For this site's operators, and for the sites that the token was made for: knowing its id gives no right. */
    @Override
    public RevokeResponse revoke(Revoke request) {
        TokenId token = new TokenId(request.getTokenId());
        if (!access.isOperator(CurrentCall.get().caller())
                && !authority.query(token).claims().audience().contains(caller())) {
            throw new GridException(
                    FailureCode.CALLER_NOT_PERMITTED, caller() + " may not revoke a token that is not for it");
        }
        authority.revoke(token);
        RevokeResponse response = new RevokeResponse();
        response.setRevokedAt(clock.instant());
        return response;
    }

    @Override
    public QueryTokenResponse queryToken(QueryToken request) {
        TokenGrant grant = authority.query(new TokenId(request.getTokenId()));
        TokenScope scope = grant.claims().scope();
        QueryTokenResponse response = new QueryTokenResponse();
        response.setTokenId(grant.id().value());
        response.setState(state(grant));
        response.setVmId(scope.vm().toString());
        response.setSourcePort(scope.ends().a().toString());
        response.setDestinationPort(scope.ends().b().toString());
        response.setBandwidthBps(scope.bandwidth().bitsPerSecond());
        response.setWindow(window(scope.window()));
        response.setHolderKey(grant.claims().holder().hex());
        response.setExpiresAt(grant.expiresAt());
        response.setUsesLeft(grant.usesLeft());
        return response;
    }

    private SiteId caller() {
        return access.siteOf(CurrentCall.get().caller());
    }

    private static Right right(TokenAction action) {
        return switch (action) {
            case RESERVE -> Right.RESERVE;
            case PROVISION -> Right.PROVISION;
            case RELEASE -> Right.RELEASE;
            case ARRIVE -> Right.ARRIVE;
        };
    }

    private static TokenState state(TokenGrant grant) {
        return switch (grant.state()) {
            case GRANTED -> TokenState.ISSUED;
            case SPENT -> TokenState.SPENT;
            case REVOKED -> TokenState.REVOKED;
            case EXPIRED -> TokenState.EXPIRED;
        };
    }

    private static org.vmturntable.soap.types.TimeWindow window(TimeWindow window) {
        org.vmturntable.soap.types.TimeWindow xml = new org.vmturntable.soap.types.TimeWindow();
        xml.setFrom(window.from());
        xml.setUntil(window.until());
        return xml;
    }
}
