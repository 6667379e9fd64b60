package org.vmturntable.container.lightpath;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.vmturntable.aaa.token.Token;
import org.vmturntable.drac.lightpath.Lightpath;
import org.vmturntable.drac.lightpath.LightpathService;
import org.vmturntable.drac.lightpath.LightpathState;
import org.vmturntable.drac.lightpath.LightpathTerms;
import org.vmturntable.drac.lightpath.Presenter;
import org.vmturntable.drac.topology.PathEnds;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.traffic.authority.Grant;
import org.vmturntable.traffic.lightpath.LightpathBroker;
import org.vmturntable.traffic.lightpath.LightpathRequest;
import org.vmturntable.traffic.lightpath.PathQuestion;
import org.vmturntable.traffic.lightpath.ReservedLightpath;

/** The broker of this very container, for its own migrations: as any site, it shows its token. */
public final class LocalBroker implements LightpathBroker {
    private final LightpathService lightpaths;
    private final Presenter own;

    public LocalBroker(LightpathService lightpaths, Presenter own) {
        this.lightpaths = lightpaths;
        this.own = own;
    }

    @Override
    public Duration survey(PathQuestion question) {
        return lightpaths
                .survey(new PathEnds(question.from(), question.to()), question.bandwidth(), question.window())
                .roundTrip();
    }

    @Override
    public ReservedLightpath reserve(MigrationId migration, Grant grant, LightpathRequest request) {
        LightpathTerms terms = new LightpathTerms(
                migration,
                request.vm(),
                new PathEnds(request.from(), request.to()),
                request.bandwidth(),
                request.window());
        String token = Token.ofBytes(grant.encoded()).toText();
        Lightpath reserved = lightpaths.reserve(new org.vmturntable.drac.lightpath.LightpathRequest(terms, own, token));
        return new ReservedLightpath(
                reserved.id(),
                reserved.route().ports(),
                reserved.terms().bandwidth(),
                reserved.route().roundTrip(),
                reserved.terms().window().until());
    }

    @Override
    public Instant extend(LightpathId lightpath, Grant grant, Instant until) {
        String token = Token.ofBytes(grant.encoded()).toText();
        return lightpaths.extend(lightpath, own, token, until).terms().window().until();
    }

    @Override
    public int provision(LightpathId lightpath) {
        return lightpaths.provision(lightpath, own).route().hops().size();
    }

    @Override
    public void releaseAllOf(MigrationId migration) {
        List<Lightpath> released = lightpaths.releaseAllOf(migration, own);
        StillHeld.refuse(released.stream().anyMatch(one -> one.state() == LightpathState.STRANDED));
    }
}
