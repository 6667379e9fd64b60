package org.vmturntable.traffic.lightpath;

import java.time.Duration;
import java.time.Instant;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.traffic.authority.Grant;

/** Whoever brokers lightpaths. Calls may cross the ocean and block for it; idempotent under the migration's id or the lightpath's. */
public interface LightpathBroker {
    /**
     * What a lightpath would be like that began now; books nothing, and promises nothing.
     *
     * @return its round trip, as the topology states it; zero if it does not
     * @throws org.vmturntable.kernel.GridException as {@link #reserve} for want of a path
     */
    Duration survey(PathQuestion question);

    /**
     * Books a path; nothing is switched yet.
     *
     * @throws org.vmturntable.kernel.GridException {@code NO_PATH}, {@code NO_PATH_IN_WINDOW}, {@code BANDWIDTH_ABOVE_LINK},
     *     {@code PORT_IN_USE}, {@code TOKEN_…}
     */
    ReservedLightpath reserve(MigrationId migration, Grant grant, LightpathRequest request);

    /**
     * Switches every element on the way and reads it back.
     *
     * @return how many elements were switched
     * @throws org.vmturntable.kernel.GridException {@code ELEMENT_UNREACHABLE}, {@code ELEMENT_REFUSED}: nothing stays switched
     */
    int provision(LightpathId lightpath);

    /**
     * Has a lightpath last until then; does nothing if it does already.
     *
     * @param grant renewed, so that it covers that time
     * @return when it ends now
     * @throws org.vmturntable.kernel.GridException {@code NO_PATH_IN_WINDOW}, {@code PORT_IN_USE}, {@code NO_LABEL_FREE},
     *     {@code TOKEN_…}; {@code STATE_FORBIDS} if it has ended
     */
    Instant extend(LightpathId lightpath, Grant grant, Instant until);

    /**
     * Takes the cross-connects down and gives the bandwidth back, also of a reservation whose answer was lost. Does nothing if that was
     * done before; a reservation that is asked for later under this id is refused.
     */
    void releaseAllOf(MigrationId migration);
}
