package org.vmturntable.traffic.site;

import java.time.Instant;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.traffic.guest.Guest;

/**
 * The other sites, as hosts of guests that arrive. Every call crosses the ocean and blocks for it; each is idempotent under the
 * migration's id; each may fail with {@code SITE_UNREACHABLE} (outcome unknown: ask {@link #arrival}).
 */
public interface HostingSites {
    /** @throws org.vmturntable.kernel.GridException {@code SITE_UNKNOWN} */
    void requireKnown(SiteId site);

    /**
     * Holds memory and processors until the lease ends or the arrival is committed or aborted.
     *
     * @throws org.vmturntable.kernel.GridException {@code ROOM_EXHAUSTED}
     */
    Room hold(SiteId destination, RoomRequest request);

    /** Makes the destination ready to receive: from here on the guest may appear there. */
    Landing prepare(SiteId destination, MigrationId migration, long epoch);

    /** What the destination knows of the arrival; never fails with {@code ROOM_UNKNOWN}: then nothing is held and the guest absent. */
    Arrival arrival(SiteId destination, MigrationId migration);

    /** Turns the hold into residence: the guest is the destination's now. Returns what it knew at that moment. */
    Arrival commit(SiteId destination, MigrationId migration);

    /** Gives the room back and removes what had arrived half. Does nothing if nothing is held. */
    void abort(SiteId destination, MigrationId migration);

    /** What is asked of a destination. */
    record RoomRequest(MigrationId migration, SiteId from, Guest guest, Instant until) {}
}
