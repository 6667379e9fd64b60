package org.vmturntable.container.site;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.vmturntable.container.config.Peer;
import org.vmturntable.container.config.PeerRole;
import org.vmturntable.container.peer.Peers;
import org.vmturntable.container.peer.ServicePath;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.soap.hosting.AbortArrival;
import org.vmturntable.soap.hosting.CommitArrival;
import org.vmturntable.soap.hosting.ExtendRoom;
import org.vmturntable.soap.hosting.HoldRoom;
import org.vmturntable.soap.hosting.HoldRoomResponse;
import org.vmturntable.soap.hosting.HostingSite;
import org.vmturntable.soap.hosting.PrepareArrival;
import org.vmturntable.soap.hosting.PrepareArrivalResponse;
import org.vmturntable.soap.hosting.QueryArrival;
import org.vmturntable.soap.hosting.QueryRoom;
import org.vmturntable.traffic.site.Arrival;
import org.vmturntable.traffic.site.HostingSites;
import org.vmturntable.traffic.site.Landing;
import org.vmturntable.traffic.site.Room;

/** Other sites as hosts, by their HostingSite service. One call for each order: a round trip over an ocean is what it costs. */
public final class SoapHostingSites implements HostingSites {
    private final Peers peers;

    public SoapHostingSites(Peers peers) {
        this.peers = peers;
    }

    @Override
    public void requireKnown(SiteId site) {
        Peer peer = peers.require(site);
        if (peer.role() != PeerRole.CONTAINER) {
            throw new GridException(FailureCode.SITE_UNKNOWN, site + " hosts no machines");
        }
    }

    @Override
    public PortId end(SiteId destination) {
        return PortId.parse(
                call(destination, host -> host.queryRoom(new QueryRoom())).getPort());
    }

    @Override
    public Room hold(SiteId destination, RoomRequest request) {
        HoldRoom order = new HoldRoom();
        order.setMigrationId(request.migration().toString());
        order.setVmId(request.guest().id().toString());
        order.setMemoryBytes(request.guest().memory().value());
        order.setVirtualCpus(request.guest().virtualCpus());
        request.guest().disks().forEach(disk -> order.getDisk().add(HostingXml.disk(disk)));
        order.setUntil(request.until());
        HoldRoomResponse held = call(destination, host -> host.holdRoom(order));
        return new Room(PortId.parse(held.getPort()), held.getHeldUntil());
    }

    @Override
    public Instant extend(SiteId destination, MigrationId migration, Instant until) {
        ExtendRoom order = new ExtendRoom();
        order.setMigrationId(migration.toString());
        order.setUntil(until);
        return call(destination, host -> host.extendRoom(order)).getHeldUntil();
    }

    @Override
    public Landing prepare(SiteId destination, MigrationId migration, long epoch) {
        PrepareArrival order = new PrepareArrival();
        order.setMigrationId(migration.toString());
        order.setEpoch(epoch);
        PrepareArrivalResponse ready = call(destination, host -> host.prepareArrival(order));
        return new Landing(
                URI.create(ready.getControlUri()),
                URI.create(ready.getStreamUri()),
                Optional.ofNullable(ready.getGate()).map(pass -> HostingXml.pass(migration, pass)));
    }

    @Override
    public Arrival arrival(SiteId destination, MigrationId migration) {
        QueryArrival question = new QueryArrival();
        question.setMigrationId(migration.toString());
        return HostingXml.arrival(
                call(destination, host -> host.queryArrival(question)).getArrival());
    }

    @Override
    public Arrival commit(SiteId destination, MigrationId migration) {
        CommitArrival order = new CommitArrival();
        order.setMigrationId(migration.toString());
        return HostingXml.arrival(
                call(destination, host -> host.commitArrival(order)).getArrival());
    }

    @Override
    public void abort(SiteId destination, MigrationId migration) {
        AbortArrival order = new AbortArrival();
        order.setMigrationId(migration.toString());
        call(destination, host -> host.abortArrival(order));
    }

    private <R> R call(SiteId destination, Peers.Call<HostingSite, R> call) {
        return peers.call(destination, ServicePath.HOSTING, HostingSite.class, call);
    }
}
