package org.vmturntable.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.migration.MigrationJournal;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.MigrationSagaJson;
import org.vmturntable.traffic.migration.MigrationState;

final class JdbcMigrationJournal implements MigrationJournal {
    private static final String SELECT = "SELECT saga FROM migration ";

    private final Sql sql;

    JdbcMigrationJournal(Sql sql) {
        this.sql = sql;
    }

    @Override
    public void append(MigrationSaga first) {
        try {
            sql.transaction(tx -> {
                insert(tx, first);
                StateChanges.note(tx, first);
                return true;
            });
        } catch (GridException failed) {
            throw Sql.isDuplicate(failed) ? whyNot(first) : failed;
        }
    }

    private static void insert(Sql tx, MigrationSaga first) {
        tx.update(
                "INSERT INTO migration (id, vm, revision, state, asked, caller, request_id, unfinished_vm, saga)"
                        + " VALUES (?,?,?,?,?,?,?,?,?)",
                first.id().value(),
                first.vm().value(),
                first.revision(),
                first.state(),
                first.order().asked(),
                first.order().caller(),
                first.order().requestId(),
                unfinishedVm(first),
                MigrationSagaJson.write(first));
    }

    private GridException whyNot(MigrationSaga first) {
        boolean reused = first.order()
                .requestId()
                .flatMap(name -> findByRequest(first.order().caller(), name))
                .isPresent();
        return reused
                ? new GridException(FailureCode.REQUEST_REUSED, "The request id was used before")
                : alreadyMigrating(first);
    }

    @Override
    public void replace(MigrationSaga next) {
        try {
            sql.transaction(tx -> {
                update(tx, next);
                StateChanges.note(tx, next);
                return true;
            });
        } catch (GridException failed) {
            throw Sql.isDuplicate(failed) ? alreadyMigrating(next) : failed;
        }
    }

    private static void update(Sql tx, MigrationSaga next) {
        int changed = tx.update(
                "UPDATE migration SET revision = ?, state = ?, unfinished_vm = ?, saga = ? WHERE id = ? AND revision = ?",
                next.revision(),
                next.state(),
                unfinishedVm(next),
                MigrationSagaJson.write(next),
                next.id().value(),
                next.revision() - 1);
        if (changed != 1) {
            throw new GridException(
                    FailureCode.STALE_EPOCH,
                    "Someone else has taken migration " + next.id() + " over",
                    Map.of("migration", next.id().toString()));
        }
    }

    @Override
    public void remove(MigrationId id) {
        boolean unused = sql.transaction(tx -> {
            boolean removed =
                    tx.update("DELETE FROM migration WHERE id = ? AND unfinished_vm IS NULL", id.value()) == 1;
            return removed && tx.update("DELETE FROM migration_change WHERE migration = ?", id.value()) > 0;
        });
    }

    @Override
    public Optional<MigrationSaga> find(MigrationId id) {
        return read("WHERE id = ?", id.value()).stream().findFirst();
    }

    @Override
    public Optional<MigrationSaga> findByRequest(String caller, String requestId) {
        return read("WHERE caller = ? AND request_id = ?", caller, requestId).stream()
                .findFirst();
    }

    @Override
    public List<MigrationSaga> ofVm(VmId vm) {
        return read("WHERE vm = ? ORDER BY asked DESC, id", vm.value());
    }

    @Override
    public List<MigrationSaga> unfinished() {
        return read("WHERE unfinished_vm IS NOT NULL ORDER BY asked, id");
    }

    @Override
    public List<MigrationSaga> stranded() {
        return read("WHERE state = ? ORDER BY asked, id", MigrationState.STRANDED);
    }

    @Override
    public List<MigrationSaga> latest(int limit) {
        return read("ORDER BY asked DESC, id FETCH FIRST ? ROWS ONLY", limit);
    }

    private List<MigrationSaga> read(String which, Object... arguments) {
        return sql.query(SELECT + which, row -> MigrationSagaJson.read(row.text("saga")), arguments);
    }

    private static Optional<UUID> unfinishedVm(MigrationSaga saga) {
        return saga.isFinal() ? Optional.empty() : Optional.of(saga.vm().value());
    }

    private static GridException alreadyMigrating(MigrationSaga saga) {
        return new GridException(
                FailureCode.VM_ALREADY_MIGRATING,
                "The VM has another migration that is not finished",
                Map.of("vm", saga.vm().toString()));
    }
}
