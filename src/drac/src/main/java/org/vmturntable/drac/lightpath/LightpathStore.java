package org.vmturntable.drac.lightpath;

import java.util.List;
import java.util.Optional;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.MigrationId;

/**
 * Keeps lightpaths over a restart, also those that have ended. Each call is one transaction, on the disk when it returns, and fails
 * with {@link FailureCode#STORE_FAILED}.
 */
public interface LightpathStore {
    /** @throws GridException {@link FailureCode#INVARIANT_BROKEN} if the id is there already */
    void add(Lightpath lightpath);

    /**
     * Puts the next state in the place of the last.
     *
     * @throws GridException {@link FailureCode#INVARIANT_BROKEN} if the one stored is not of {@code next.revision() - 1}
     */
    void replace(Lightpath next);

    Optional<Lightpath> find(LightpathId id);

    /** Every try for that reservation, the oldest first; may be empty. */
    List<Lightpath> findByReservation(MigrationId reservation);

    /** Those whose state {@linkplain LightpathState#holds() holds} something, in any order; may be empty. */
    List<Lightpath> holding();

    /** All, also those that have ended, the newest first, at most so many. */
    List<Lightpath> newest(int limit);
}
