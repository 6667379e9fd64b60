package org.vmturntable.traffic.migration;

import org.vmturntable.kernel.MigrationId;
import org.vmturntable.traffic.guest.MoveProgress;

/** Is told what becomes of migrations, from the thread that runs each; must return soon. What it throws is logged and forgotten. */
public interface MigrationListener {
    /** The migration has a new revision, which is in the journal already. In the order of the revisions; after a restart only new ones. */
    void moved(MigrationSaga saga);

    /** The copy goes on; several times a second, not journalled. */
    default void progressed(MigrationId migration, MoveProgress progress) {}
}
