package org.vmturntable.container.lightpath;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.vmturntable.aaa.token.Token;
import org.vmturntable.container.access.SiteAccess;
import org.vmturntable.container.soap.Caller;
import org.vmturntable.container.soap.CurrentCall;
import org.vmturntable.drac.lightpath.Lightpath;
import org.vmturntable.drac.lightpath.LightpathRequest;
import org.vmturntable.drac.lightpath.LightpathService;
import org.vmturntable.drac.lightpath.LightpathTerms;
import org.vmturntable.drac.lightpath.Presenter;
import org.vmturntable.drac.topology.PathEnds;
import org.vmturntable.drac.topology.Route;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.soap.drac.Drac;
import org.vmturntable.soap.drac.ExtendLightpath;
import org.vmturntable.soap.drac.ExtendLightpathResponse;
import org.vmturntable.soap.drac.ProvisionLightpath;
import org.vmturntable.soap.drac.ProvisionLightpathResponse;
import org.vmturntable.soap.drac.QueryLightpaths;
import org.vmturntable.soap.drac.QueryLightpathsResponse;
import org.vmturntable.soap.drac.QueryPath;
import org.vmturntable.soap.drac.QueryPathResponse;
import org.vmturntable.soap.drac.ReleaseLightpath;
import org.vmturntable.soap.drac.ReleaseLightpathResponse;
import org.vmturntable.soap.drac.ReserveLightpath;
import org.vmturntable.soap.drac.ReserveLightpathResponse;
import org.vmturntable.soap.types.LightpathState;

/** The network's broker, for the containers of the sites; operators may ask, and release what is stuck. */
public final class DracEndpoint implements Drac {
    private static final int MOST_TOLD = 200;

    private final LightpathService lightpaths;
    private final SiteAccess access;
    private final URI base;

    /** @param base of this container's services */
    public DracEndpoint(LightpathService lightpaths, SiteAccess access, URI base) {
        this.lightpaths = lightpaths;
        this.access = access;
        this.base = base;
    }

    @Override
    public ReserveLightpathResponse reserveLightpath(ReserveLightpath request) {
        LightpathTerms terms = new LightpathTerms(
                MigrationId.parse(request.getGlobalReservationId()),
                VmId.parse(request.getVmId()),
                new PathEnds(PortId.parse(request.getSourcePort()), PortId.parse(request.getDestinationPort())),
                new Bandwidth(request.getBandwidthBps()),
                LightpathXml.window(request.getWindow()));
        String token = Token.ofBytes(request.getToken()).toText();
        Lightpath reserved = lightpaths.reserve(new LightpathRequest(terms, presenter(), token));
        ReserveLightpathResponse response = new ReserveLightpathResponse();
        response.setLightpath(LightpathXml.entry(reserved, base));
        response.setWindow(LightpathXml.window(reserved.terms().window()));
        response.setRoundTripUs(micros(reserved.route()));
        response.setVlan(reserved.route().label());
        response.getHop().addAll(LightpathXml.hops(reserved.route()));
        return response;
    }

    @Override
    public QueryPathResponse queryPath(QueryPath request) {
        Route route = lightpaths.survey(
                new PathEnds(PortId.parse(request.getSourcePort()), PortId.parse(request.getDestinationPort())),
                new Bandwidth(request.getBandwidthBps()),
                LightpathXml.window(request.getWindow()));
        QueryPathResponse response = new QueryPathResponse();
        response.setRoundTripUs(micros(route));
        response.getHop().addAll(LightpathXml.hops(route));
        return response;
    }

    @Override
    public ProvisionLightpathResponse provisionLightpath(ProvisionLightpath request) {
        Lightpath lightpath = lightpaths.provision(LightpathId.parse(request.getLightpathId()), presenter());
        ProvisionLightpathResponse response = new ProvisionLightpathResponse();
        response.setState(LightpathState.valueOf(lightpath.state().name()));
        response.setElementsSwitched(lightpath.route().hops().size());
        return response;
    }

    @Override
    public ExtendLightpathResponse extendLightpath(ExtendLightpath request) {
        Lightpath longer = lightpaths.extend(
                LightpathId.parse(request.getLightpathId()),
                presenter(),
                Token.ofBytes(request.getToken()).toText(),
                request.getUntil());
        ExtendLightpathResponse response = new ExtendLightpathResponse();
        response.setWindow(LightpathXml.window(longer.terms().window()));
        return response;
    }

    @Override
    public QueryLightpathsResponse queryLightpaths(QueryLightpaths request) {
        QueryLightpathsResponse response = new QueryLightpathsResponse();
        asked(request).forEach(lightpath -> response.getLightpath().add(LightpathXml.entry(lightpath, base)));
        return response;
    }

    private List<Lightpath> asked(QueryLightpaths request) {
        if (request.getGlobalReservationId() != null) {
            return lightpaths.of(MigrationId.parse(request.getGlobalReservationId()));
        }
        if (!request.getLightpathId().isEmpty()) {
            return request.getLightpathId().stream()
                    .map(id -> lightpaths.get(LightpathId.parse(id)))
                    .toList();
        }
        return lightpaths.newest(MOST_TOLD);
    }

    @Override
    public ReleaseLightpathResponse releaseLightpath(ReleaseLightpath request) {
        ReleaseLightpathResponse response = new ReleaseLightpathResponse();
        released(request).map(state -> LightpathState.valueOf(state.name())).ifPresent(response::setState);
        return response;
    }

    private Optional<org.vmturntable.drac.lightpath.LightpathState> released(ReleaseLightpath request) {
        if (request.getGlobalReservationId() != null) {
            return worst(lightpaths.releaseAllOf(MigrationId.parse(request.getGlobalReservationId()), presenter()));
        }
        LightpathId id = LightpathId.parse(request.getLightpathId());
        boolean operator = access.isOperator(CurrentCall.get().caller());
        Lightpath released = operator ? lightpaths.releaseByOperator(id) : lightpaths.release(id, presenter());
        return Optional.of(released.state());
    }

    /** One that still holds something is worse than any that does not. */
    private static Optional<org.vmturntable.drac.lightpath.LightpathState> worst(List<Lightpath> released) {
        return released.stream()
                .map(Lightpath::state)
                .max(Comparator.comparing(org.vmturntable.drac.lightpath.LightpathState::holds));
    }

    private static long micros(Route route) {
        return TimeUnit.NANOSECONDS.toMicros(route.roundTrip().toNanos());
    }

    private Presenter presenter() {
        Caller caller = CurrentCall.get().caller();
        return new Presenter(access.siteOf(caller), caller.keyThumbprint());
    }
}
