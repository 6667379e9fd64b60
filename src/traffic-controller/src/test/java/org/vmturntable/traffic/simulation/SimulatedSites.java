package org.vmturntable.traffic.simulation;

import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.traffic.hosting.HostingRoom;
import org.vmturntable.traffic.site.Arrival;
import org.vmturntable.traffic.site.HostingSites;
import org.vmturntable.traffic.site.Landing;
import org.vmturntable.traffic.site.Room;

/** The other sites' real rooms, behind a network that can fail. */
public final class SimulatedSites implements HostingSites {
    private final SiteId here;
    private final Map<SiteId, HostingRoom> rooms;
    private final Chaos chaos;
    private boolean down;

    public SimulatedSites(SiteId here, Map<SiteId, HostingRoom> rooms, Chaos chaos) {
        this.here = here;
        this.rooms = rooms;
        this.chaos = chaos;
    }

    /** From now on nobody there takes a connection. */
    public void goDown() {
        down = true;
    }

    @Override
    public void requireKnown(SiteId site) {
        room(site);
    }

    @Override
    public PortId end(SiteId destination) {
        return remote("end", () -> {
            room(destination);
            return PortId.parse(destination + ":client-1");
        });
    }

    @Override
    public Room hold(SiteId destination, RoomRequest request) {
        return remote("hold", () -> room(destination).hold(here, request));
    }

    @Override
    public Instant extend(SiteId destination, MigrationId migration, Instant until) {
        return remote("extend room", () -> room(destination).extend(here, migration, until));
    }

    @Override
    public Landing prepare(SiteId destination, MigrationId migration, long epoch) {
        return remote("prepare", () -> room(destination).prepare(here, migration, epoch));
    }

    @Override
    public Arrival arrival(SiteId destination, MigrationId migration) {
        return remote("arrival", () -> room(destination).arrival(here, migration));
    }

    @Override
    public Arrival commit(SiteId destination, MigrationId migration) {
        return remote("commit", () -> room(destination).commit(here, migration));
    }

    @Override
    public void abort(SiteId destination, MigrationId migration) {
        remote("abort", () -> {
            room(destination).abort(here, migration);
            return true;
        });
    }

    private <T> T remote(String what, Supplier<T> call) {
        if (down) {
            throw new GridException(
                    FailureCode.SITE_UNREACHABLE, "Connection refused", Map.of(HostingSites.DELIVERED, "no"));
        }
        return chaos.remote(what, call);
    }

    private HostingRoom room(SiteId site) {
        HostingRoom room = rooms.get(site);
        if (room == null) {
            throw new GridException(FailureCode.SITE_UNKNOWN, "No such site: " + site);
        }
        return room;
    }
}
