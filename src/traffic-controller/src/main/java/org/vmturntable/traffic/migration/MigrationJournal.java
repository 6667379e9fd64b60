package org.vmturntable.traffic.migration;

import java.util.List;
import java.util.Optional;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;

/**
 * Where migrations are written down before anything is done for them; survives this process. Every call blocks for the store only
 * and may fail with {@code STORE_FAILED}; a call that failed so may yet have been carried out.
 *
 * <p>{@link MigrationSagaJson} is the text in which a saga is kept.
 */
public interface MigrationJournal {
    /**
     * Writes down a new migration. In one step with the check that no other migration of the VM is unfinished, also when several
     * processes share the store.
     *
     * @param first of revision 0
     * @throws org.vmturntable.kernel.GridException {@code VM_ALREADY_MIGRATING} if one is; {@code REQUEST_REUSED} if the caller
     *     has used this request id before
     */
    void append(MigrationSaga first);

    /**
     * Writes down the next revision of a migration.
     *
     * @throws org.vmturntable.kernel.GridException {@code STALE_EPOCH} if what is stored is not the revision before it: someone
     *     else has taken the migration over
     */
    void replace(MigrationSaga next);

    /** Forgets a migration that is {@link MigrationSaga#isFinal() final}; does nothing if there is none such. */
    void remove(MigrationId id);

    Optional<MigrationSaga> find(MigrationId id);

    /** The migration that this caller asked for under this name. */
    Optional<MigrationSaga> findByRequest(String caller, String requestId);

    /** Every migration of the VM from here, newest first; may be empty. */
    List<MigrationSaga> ofVm(VmId vm);

    /** Those that are not {@link MigrationSaga#isFinal() final}, oldest first; may be empty. */
    List<MigrationSaga> unfinished();

    /** Those that are {@link MigrationState#STRANDED}, oldest first; may be empty. */
    List<MigrationSaga> stranded();

    /**
     * The latest, newest first; may be empty.
     *
     * @param limit at most so many, positive
     */
    List<MigrationSaga> latest(int limit);
}
