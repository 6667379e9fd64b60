package org.vmturntable.traffic.simulation;

import java.util.Map;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
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

    public SimulatedSites(SiteId here, Map<SiteId, HostingRoom> rooms, Chaos chaos) {
        this.here = here;
        this.rooms = rooms;
        this.chaos = chaos;
    }

    @Override
    public void requireKnown(SiteId site) {
        room(site);
    }

    @Override
    public Room hold(SiteId destination, RoomRequest request) {
        return chaos.remote("hold", () -> room(destination).hold(here, request));
    }

    @Override
    public Landing prepare(SiteId destination, MigrationId migration, long epoch) {
        return chaos.remote("prepare", () -> room(destination).prepare(here, migration, epoch));
    }

    @Override
    public Arrival arrival(SiteId destination, MigrationId migration) {
        return chaos.remote("arrival", () -> room(destination).arrival(here, migration));
    }

    @Override
    public Arrival commit(SiteId destination, MigrationId migration) {
        return chaos.remote("commit", () -> room(destination).commit(here, migration));
    }

    @Override
    public void abort(SiteId destination, MigrationId migration) {
        chaos.remote("abort", () -> {
            room(destination).abort(here, migration);
            return true;
        });
    }

    private HostingRoom room(SiteId site) {
        HostingRoom room = rooms.get(site);
        if (room == null) {
            throw new GridException(FailureCode.SITE_UNKNOWN, "No such site: " + site);
        }
        return room;
    }
}
