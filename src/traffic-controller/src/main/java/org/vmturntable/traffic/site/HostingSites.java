package org.vmturntable.traffic.site;

import java.time.Instant;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.traffic.guest.Guest;

/**
 * The other sites, as hosts of guests that arrive. Every call crosses the ocean and blocks for it; each is idempotent under the
 * migration's id; each may fail with {@code SITE_UNREACHABLE}: then its outcome is unknown, unless the failure's details say that
 * the request was never {@link #DELIVERED}.
 */
public interface HostingSites {
    /**
     * Key in the details of {@code SITE_UNREACHABLE}: with the value {@code no} the request certainly never reached the site (no
     * connection, no TLS session), so that nothing came of it.
     */
    String DELIVERED = "delivered";

    /** @throws org.vmturntable.kernel.GridException {@code SITE_UNKNOWN} */
    void requireKnown(SiteId site);

    /** The destination's end for lightpaths; holds nothing. */
    PortId end(SiteId destination);

    /**
     * Holds memory, processors and space for disks until the lease ends or the arrival is committed or aborted.
     *
     * @throws org.vmturntable.kernel.GridException {@code ROOM_EXHAUSTED}; {@code BASE_IMAGE_UNKNOWN}
     */
    Room hold(SiteId destination, RoomRequest request);

    /**
     * Has the destination hold room, and expect the guest, until then.
     *
     * @return when the hold ends now; may be earlier, if the destination holds nothing for so long
     * @throws org.vmturntable.kernel.GridException {@code ROOM_UNKNOWN}; {@code STATE_FORBIDS} if the hold has ended;
     *     {@code GATE_FAILED}, {@code GATE_FULL}
     */
    Instant extend(SiteId destination, MigrationId migration, Instant until);

    /** Makes the destination ready to receive: from here on the guest may appear there. */
    Landing prepare(SiteId destination, MigrationId migration, long epoch);

    /** What the destination knows of the arrival; never fails with {@code ROOM_UNKNOWN}: then nothing is held and the guest absent. */
    Arrival arrival(SiteId destination, MigrationId migration);

    /** Turns the hold into residence: the guest is the destination's now. Returns what it knew at that moment. */
    Arrival commit(SiteId destination, MigrationId migration);

    /**
     * Gives the room back and removes what had arrived half; a request to hold that arrives later is refused.
     *
     * @throws org.vmturntable.kernel.GridException {@code STATE_FORBIDS} if the guest runs there
     */
    void abort(SiteId destination, MigrationId migration);

    /** What is asked of a destination. */
    record RoomRequest(MigrationId migration, SiteId from, Guest guest, Instant until) {}
}
