package org.vmturntable.container.lightpath;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.vmturntable.container.peer.Peers;
import org.vmturntable.container.peer.ServicePath;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.soap.drac.Drac;
import org.vmturntable.soap.drac.ExtendLightpath;
import org.vmturntable.soap.drac.ProvisionLightpath;
import org.vmturntable.soap.drac.QueryPath;
import org.vmturntable.soap.drac.ReleaseLightpath;
import org.vmturntable.soap.drac.ReserveLightpath;
import org.vmturntable.soap.drac.ReserveLightpathResponse;
import org.vmturntable.soap.types.LightpathState;
import org.vmturntable.traffic.authority.Grant;
import org.vmturntable.traffic.lightpath.LightpathBroker;
import org.vmturntable.traffic.lightpath.LightpathRequest;
import org.vmturntable.traffic.lightpath.PathQuestion;
import org.vmturntable.traffic.lightpath.ReservedLightpath;

/** The broker at another site, by its Drac service. */
public final class SoapBroker implements LightpathBroker {
    private final SiteId broker;
    private final Peers peers;

    public SoapBroker(SiteId broker, Peers peers) {
        this.broker = broker;
        this.peers = peers;
    }

    @Override
    public Duration survey(PathQuestion question) {
        QueryPath asked = new QueryPath();
        asked.setSourcePort(question.from().toString());
        asked.setDestinationPort(question.to().toString());
        asked.setBandwidthBps(question.bandwidth().bitsPerSecond());
        asked.setWindow(LightpathXml.window(question.window()));
        return Duration.of(call(drac -> drac.queryPath(asked)).getRoundTripUs(), ChronoUnit.MICROS);
    }

    @Override
    public ReservedLightpath reserve(MigrationId migration, Grant grant, LightpathRequest request) {
        ReserveLightpath order = new ReserveLightpath();
        order.setToken(grant.encoded());
        order.setGlobalReservationId(migration.toString());
        order.setVmId(request.vm().toString());
        order.setSourcePort(request.from().toString());
        order.setDestinationPort(request.to().toString());
        order.setBandwidthBps(request.bandwidth().bitsPerSecond());
        order.setWindow(LightpathXml.window(request.window()));
        ReserveLightpathResponse reserved = call(drac -> drac.reserveLightpath(order));
        return new ReservedLightpath(
                LightpathId.parse(reserved.getLightpath().getLightpathId()),
                LightpathXml.ports(reserved.getHop()),
                new Bandwidth(reserved.getLightpath().getBandwidthBps()),
                Duration.of(reserved.getRoundTripUs(), ChronoUnit.MICROS),
                reserved.getWindow().getUntil());
    }

    @Override
    public Instant extend(LightpathId lightpath, Grant grant, Instant until) {
        ExtendLightpath order = new ExtendLightpath();
        order.setToken(grant.encoded());
        order.setLightpathId(lightpath.toString());
        order.setUntil(until);
        return call(drac -> drac.extendLightpath(order)).getWindow().getUntil();
    }

    @Override
    public int provision(LightpathId lightpath) {
        ProvisionLightpath order = new ProvisionLightpath();
        order.setLightpathId(lightpath.toString());
        return call(drac -> drac.provisionLightpath(order)).getElementsSwitched();
    }

    @Override
    public void releaseAllOf(MigrationId migration) {
        ReleaseLightpath order = new ReleaseLightpath();
        order.setGlobalReservationId(migration.toString());
        LightpathState state = call(drac -> drac.releaseLightpath(order)).getState();
        StillHeld.refuse(state == LightpathState.STRANDED);
    }

    private <R> R call(Peers.Call<Drac, R> call) {
        return peers.call(broker, ServicePath.DRAC, Drac.class, call);
    }
}
