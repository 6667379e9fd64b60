package org.vmturntable.container.migration;

import java.util.List;
import java.util.Map;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.MigrationService;
import org.vmturntable.wsrf.resource.ResourceHome;

/** The migrations from this site. They are its record of what was done, so none can be made to disappear. */
final class MigrationHome implements ResourceHome<RunningMigration> {
    private static final int MOST_TOLD = 100;

    private final MigrationService migrations;

    MigrationHome(MigrationService migrations) {
        this.migrations = migrations;
    }

    @Override
    public RunningMigration require(String key) {
        return withProgress(migrations.get(id(key)));
    }

    /** The latest, newest first. */
    @Override
    public List<RunningMigration> all() {
        return migrations.latest(MOST_TOLD).stream().map(this::withProgress).toList();
    }

    @Override
    public String key(RunningMigration migration) {
        return migration.saga().id().toString();
    }

    @Override
    public void destroy(String key) {
        MigrationSaga saga = migrations.get(id(key));
        throw new GridException(
                FailureCode.STATE_FORBIDS,
                saga.isFinal()
                        ? "A migration stays on record"
                        : "A migration that goes on is not destroyed: cancel it, and it turns back",
                Map.of("migration", key));
    }

    private RunningMigration withProgress(MigrationSaga saga) {
        return new RunningMigration(saga, migrations.progress(saga.id()));
    }

    static MigrationId id(String key) {
        try {
            return MigrationId.parse(key);
        } catch (GridException malformed) {
            throw new GridException(FailureCode.MIGRATION_UNKNOWN, "No migration " + key, malformed);
        }
    }
}
