package org.vmturntable.traffic.migration;

import java.time.Instant;
import org.vmturntable.traffic.site.Room;

/** Until when a migration has now what its copy needs. */
record LeaseEnds(Instant lightpath, Instant room) {
    Possessions of(Possessions had) {
        Possessions withPath =
                had.lightpath().map(path -> had.with(path.withEnd(lightpath))).orElse(had);
        return withPath.room()
                .map(held -> withPath.with(new Room(held.port(), room)))
                .orElse(withPath);
    }
}
