package org.vmturntable.traffic.hosting;

import java.util.List;
import java.util.Optional;
import org.vmturntable.kernel.MigrationId;

/** Keeps holds, also after a restart. Every call blocks for the store only and may fail with {@code STORE_FAILED}. */
public interface RoomStore {
    /** Writes the hold down, in place of what was stored for the same migration. */
    void save(RoomHold hold);

    Optional<RoomHold> find(MigrationId migration);

    /** Those that are {@link RoomHold#isLive() live}, in the order of their lease's ends; may be empty. */
    List<RoomHold> live();

    /** Those that are {@link RoomState#CLEARING}, in the order of their lease's ends; may be empty. */
    List<RoomHold> clearing();
}
