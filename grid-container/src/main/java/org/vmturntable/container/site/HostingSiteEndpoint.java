package org.vmturntable.container.site;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.vmturntable.container.access.SiteAccess;
import org.vmturntable.container.soap.CurrentCall;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.soap.EndpointReferences;
import org.vmturntable.soap.hosting.AbortArrival;
import org.vmturntable.soap.hosting.AbortArrivalResponse;
import org.vmturntable.soap.hosting.CommitArrival;
import org.vmturntable.soap.hosting.CommitArrivalResponse;
import org.vmturntable.soap.hosting.ExtendRoom;
import org.vmturntable.soap.hosting.ExtendRoomResponse;
import org.vmturntable.soap.hosting.HoldRoom;
import org.vmturntable.soap.hosting.HoldRoomResponse;
import org.vmturntable.soap.hosting.HostingSite;
import org.vmturntable.soap.hosting.PrepareArrival;
import org.vmturntable.soap.hosting.PrepareArrivalResponse;
import org.vmturntable.soap.hosting.QueryArrival;
import org.vmturntable.soap.hosting.QueryArrivalResponse;
import org.vmturntable.soap.hosting.QueryRoom;
import org.vmturntable.soap.hosting.QueryRoomResponse;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.hosting.HostingRoom;
import org.vmturntable.traffic.site.HostingSites.RoomRequest;
import org.vmturntable.traffic.site.Landing;
import org.vmturntable.traffic.site.Room;

/** This site as a host for guests from other sites. Each order counts as the calling site's, which its certificate names. */
public final class HostingSiteEndpoint implements HostingSite {
    private final SiteId site;
    private final HostingRoom rooms;
    private final SiteAccess access;
    private final URI vms;

    /** @param vms address of this site's machines, without a key */
    public HostingSiteEndpoint(SiteId site, HostingRoom rooms, SiteAccess access, URI vms) {
        this.site = site;
        this.rooms = rooms;
        this.access = access;
        this.vms = vms;
    }

    @Override
    public QueryRoomResponse queryRoom(QueryRoom request) {
        QueryRoomResponse response = new QueryRoomResponse();
        response.setSiteId(site.value());
        response.setRoom(HostingXml.room(rooms.free()));
        response.setPort(rooms.port().toString());
        return response;
    }

    @Override
    public HoldRoomResponse holdRoom(HoldRoom request) {
        Guest guest = new Guest(
                VmId.parse(request.getVmId()),
                request.getVmId(),
                GuestState.RUNNING,
                new Bytes(request.getMemoryBytes()),
                request.getVirtualCpus(),
                List.of(),
                List.of(),
                request.getDisk().stream().map(HostingXml::disk).toList(),
                Optional.empty());
        Room room = rooms.hold(
                caller(),
                new RoomRequest(MigrationId.parse(request.getMigrationId()), caller(), guest, request.getUntil()));
        HoldRoomResponse response = new HoldRoomResponse();
        response.setHeldUntil(room.until());
        response.setPort(room.port().toString());
        return response;
    }

    @Override
    public ExtendRoomResponse extendRoom(ExtendRoom request) {
        ExtendRoomResponse response = new ExtendRoomResponse();
        response.setHeldUntil(rooms.extend(caller(), MigrationId.parse(request.getMigrationId()), request.getUntil()));
        return response;
    }

    @Override
    public PrepareArrivalResponse prepareArrival(PrepareArrival request) {
        Landing landing = rooms.prepare(caller(), MigrationId.parse(request.getMigrationId()), request.getEpoch());
        PrepareArrivalResponse response = new PrepareArrivalResponse();
        response.setControlUri(landing.control().toString());
        response.setStreamUri(landing.stream().toString());
        landing.gate().map(HostingXml::pass).ifPresent(response::setGate);
        return response;
    }

    @Override
    public QueryArrivalResponse queryArrival(QueryArrival request) {
        QueryArrivalResponse response = new QueryArrivalResponse();
        response.setArrival(HostingXml.arrival(rooms.arrival(caller(), MigrationId.parse(request.getMigrationId()))));
        return response;
    }

    @Override
    public CommitArrivalResponse commitArrival(CommitArrival request) {
        MigrationId migration = MigrationId.parse(request.getMigrationId());
        CommitArrivalResponse response = new CommitArrivalResponse();
        response.setArrival(HostingXml.arrival(rooms.commit(caller(), migration)));
        response.setVm(EndpointReferences.service(vms));
        return response;
    }

    @Override
    public AbortArrivalResponse abortArrival(AbortArrival request) {
        rooms.abort(caller(), MigrationId.parse(request.getMigrationId()));
        return new AbortArrivalResponse();
    }

    private SiteId caller() {
        return access.siteOf(CurrentCall.get().caller());
    }
}
