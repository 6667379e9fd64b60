package org.vmturntable.container.migration;

import java.util.List;
import java.util.function.Consumer;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.MigrationService;
import org.vmturntable.wsrf.resource.ResourceHome;

/** The migrations from this site. Ending one that is over forgets it, its history with it; one that goes on is not ended so. */
final class MigrationHome implements ResourceHome<RunningMigration> {
    private static final int MOST_TOLD = 100;

    private final MigrationService migrations;
    private final Consumer<MigrationId> gone;

    MigrationHome(MigrationService migrations, Consumer<MigrationId> gone) {
        this.migrations = migrations;
        this.gone = gone;
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
        MigrationId id = id(key);
        migrations.forget(id);
        gone.accept(id);
    }

    private RunningMigration withProgress(MigrationSaga saga) {
        return new RunningMigration(saga, migrations.progress(saga.id()), migrations.outlook(saga.id()));
    }

    static MigrationId id(String key) {
        try {
            return MigrationId.parse(key);
        } catch (GridException malformed) {
            throw new GridException(FailureCode.MIGRATION_UNKNOWN, "No migration " + key, malformed);
        }
    }
}
