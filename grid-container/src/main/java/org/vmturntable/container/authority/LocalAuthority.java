package org.vmturntable.container.authority;

import java.time.Instant;
import java.util.Set;
import org.vmturntable.aaa.decision.Asker;
import org.vmturntable.aaa.decision.AuthorisationRequest;
import org.vmturntable.aaa.grant.AuthorityService;
import org.vmturntable.aaa.grant.TokenGrant;
import org.vmturntable.aaa.grant.TokenLedger;
import org.vmturntable.aaa.token.PathEnds;
import org.vmturntable.aaa.token.Thumbprint;
import org.vmturntable.aaa.token.TokenScope;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.TokenId;
import org.vmturntable.traffic.authority.Authority;
import org.vmturntable.traffic.authority.Grant;
import org.vmturntable.traffic.lightpath.LightpathRequest;

/** This site's authority, as its own traffic controller asks it. Tokens are for the broker, and this container holds them. */
public final class LocalAuthority implements Authority {
    private final SiteId site;
    private final SiteId broker;
    private final Thumbprint holder;
    private final AuthorityService authority;
    private final TokenLedger ledger;

    /** @param holder key with which this container proves itself to the broker */
    public LocalAuthority(
            SiteId site, SiteId broker, Thumbprint holder, AuthorityService authority, TokenLedger ledger) {
        this.site = site;
        this.broker = broker;
        this.holder = holder;
        this.authority = authority;
        this.ledger = ledger;
    }

    @Override
    public Grant authorise(MigrationId migration, LightpathRequest request) {
        TokenScope scope = new TokenScope(
                migration,
                request.vm(),
                new PathEnds(request.from(), request.to()),
                request.bandwidth(),
                request.window());
        TokenGrant grant = authority.authorise(
                new AuthorisationRequest(Asker.trafficController(site), holder, Set.of(broker), scope));
        return granted(grant);
    }

    @Override
    public Grant renew(TokenId token, Instant until) {
        return granted(authority.renew(token, holder, until));
    }

    private static Grant granted(TokenGrant grant) {
        return new Grant(grant.id(), grant.token().toBytes(), grant.expiresAt());
    }

    @Override
    public void revokeAllOf(MigrationId migration) {
        ledger.findByReservation(migration).forEach(grant -> authority.revoke(grant.id()));
    }
}
