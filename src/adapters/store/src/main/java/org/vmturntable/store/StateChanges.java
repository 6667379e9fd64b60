package org.vmturntable.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.migration.Failure;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.MigrationState;

/** Every change of state of every migration from this site: written with the journal in one transaction, so that none is ever missing. */
public final class StateChanges {
    /** More moves than one VM makes in a million changes of state each: a place is the VM's epoch and the sequence in one number. */
    private static final long CHANGES_IN_A_MIGRATION = 1_000_000;

    private static final int LONGEST_TEXT = 1000;
    private static final String SELECT =
            "SELECT migration, sequence, vm, place, at, previous, state, given FROM migration_change WHERE ";

    private final Sql sql;

    StateChanges(Sql sql) {
        this.sql = sql;
    }

    /** In order, at most so many, beginning after that place; may be empty. */
    public List<StateChange> of(MigrationId migration, long after, int limit) {
        return sql.query(
                SELECT + "migration = ? AND place > ? ORDER BY place FETCH FIRST ? ROWS ONLY",
                StateChanges::read,
                migration.value(),
                after,
                limit);
    }

    /** Those of all migrations of the VM, in order, at most so many, beginning after that place; may be empty. */
    public List<StateChange> of(VmId vm, long after, int limit) {
        return sql.query(
                SELECT + "vm = ? AND place > ? ORDER BY place FETCH FIRST ? ROWS ONLY",
                StateChanges::read,
                vm.value(),
                after,
                limit);
    }

    public Optional<StateChange> latest(MigrationId migration) {
        return sql.first(SELECT + "migration = ? ORDER BY place DESC", StateChanges::read, migration.value());
    }

    public Optional<StateChange> latest(VmId vm) {
        return sql.first(SELECT + "vm = ? ORDER BY place DESC FETCH FIRST 1 ROWS ONLY", StateChanges::read, vm.value());
    }

    /** Writes down that the saga came into its state, if it did so just now. */
    static void note(Sql tx, MigrationSaga saga) {
        Optional<StateChange> last = new StateChanges(tx).latest(saga.id());
        if (last.map(StateChange::state).equals(Optional.of(saga.state()))) {
            return;
        }
        long sequence = last.map(StateChange::sequence).orElse(0L) + 1;
        tx.update(
                "INSERT INTO migration_change (migration, sequence, vm, place, at, previous, state, given) VALUES (?,?,?,?,?,?,?,?)",
                saga.id().value(),
                sequence,
                saga.vm().value(),
                saga.order().epoch() * CHANGES_IN_A_MIGRATION + sequence,
                saga.since(),
                last.map(change -> change.state().name()),
                saga.state(),
                given(saga));
    }

    private static String given(MigrationSaga saga) {
        boolean wentWrong = saga.state().compareTo(MigrationState.UNDOING) >= 0;
        String text = wentWrong
                ? saga.failure().map(Failure::message).orElse("")
                : saga.steps().stream()
                        .reduce((earlier, later) -> later)
                        .map(step -> step.given().entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .collect(Collectors.joining(", ")))
                        .orElse("");
        return text.substring(0, Math.min(text.length(), LONGEST_TEXT));
    }

    private static StateChange read(Row row) throws SQLException {
        return new StateChange(
                new MigrationId(row.uuid("migration")),
                row.number("sequence"),
                new VmId(row.uuid("vm")),
                row.number("place"),
                row.instant("at"),
                row.textIfAny("previous").map(MigrationState::named),
                MigrationState.named(row.text("state")),
                row.text("given"));
    }
}
