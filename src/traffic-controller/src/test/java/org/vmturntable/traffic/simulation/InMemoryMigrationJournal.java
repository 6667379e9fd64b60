package org.vmturntable.traffic.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.migration.MigrationJournal;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.MigrationSagaJson;
import org.vmturntable.traffic.migration.MigrationState;

/** Keeps the text of each saga, as a store does; it outlives the processes of a simulation. */
public final class InMemoryMigrationJournal implements MigrationJournal {
    /** A move as the journal saw it. */
    public record Move(MigrationState from, MigrationState to) {}

    private final Map<MigrationId, String> texts = new LinkedHashMap<>();
    private final Set<Move> moves = new LinkedHashSet<>();
    private final Chaos chaos;
    private boolean broken;
    private Runnable afterwards = () -> {};

    public InMemoryMigrationJournal(Chaos chaos) {
        this.chaos = chaos;
    }

    public Set<Move> moves() {
        return moves;
    }

    /** Takes nothing, from now on or no more. */
    public void takeNothing(boolean nothing) {
        broken = nothing;
    }

    /** What shall happen in the moment after each write. */
    public void afterEachWrite(Runnable action) {
        afterwards = action;
    }

    @Override
    public synchronized void append(MigrationSaga first) {
        write("append", () -> {
            if (unfinished().stream().anyMatch(saga -> saga.vm().equals(first.vm()))) {
                throw new GridException(FailureCode.VM_ALREADY_MIGRATING, "Already migrating");
            }
            texts.put(first.id(), MigrationSagaJson.write(first));
        });
    }

    @Override
    public synchronized void replace(MigrationSaga next) {
        write("replace in " + next.state(), () -> {
            MigrationSaga before = find(next.id()).orElseThrow();
            if (before.revision() + 1 != next.revision()) {
                throw new GridException(FailureCode.STALE_EPOCH, "Not the next revision");
            }
            moves.add(new Move(before.state(), next.state()));
            texts.put(next.id(), MigrationSagaJson.write(next));
        });
    }

    private void write(String what, Runnable write) {
        chaos.moment("before " + what);
        if (broken) {
            throw new GridException(FailureCode.STORE_FAILED, "The disk is full");
        }
        if (chaos.fails()) {
            if (chaos.happens(50)) {
                write.run();
            }
            throw new GridException(FailureCode.STORE_FAILED, "The disk is slow");
        }
        write.run();
        afterwards.run();
        chaos.moment("after " + what);
    }

    @Override
    public synchronized void remove(MigrationId id) {
        find(id).filter(MigrationSaga::isFinal).ifPresent(saga -> write("remove", () -> texts.remove(id)));
    }

    @Override
    public synchronized Optional<MigrationSaga> find(MigrationId id) {
        return Optional.ofNullable(texts.get(id)).map(MigrationSagaJson::read);
    }

    @Override
    public Optional<MigrationSaga> findByRequest(String caller, String requestId) {
        return newestFirst(saga -> saga.order().caller().equals(caller)
                        && saga.order().requestId().equals(Optional.of(requestId)))
                .stream()
                .findFirst();
    }

    @Override
    public List<MigrationSaga> ofVm(VmId vm) {
        return newestFirst(saga -> saga.vm().equals(vm));
    }

    @Override
    public List<MigrationSaga> unfinished() {
        return oldestFirst(saga -> !saga.isFinal());
    }

    @Override
    public List<MigrationSaga> stranded() {
        return oldestFirst(saga -> saga.state() == MigrationState.STRANDED);
    }

    @Override
    public List<MigrationSaga> latest(int limit) {
        return newestFirst(saga -> true).stream().limit(limit).toList();
    }

    private List<MigrationSaga> newestFirst(Predicate<MigrationSaga> wanted) {
        List<MigrationSaga> sagas = new ArrayList<>(oldestFirst(wanted));
        Collections.reverse(sagas);
        return sagas;
    }

    private synchronized List<MigrationSaga> oldestFirst(Predicate<MigrationSaga> wanted) {
        return texts.values().stream()
                .map(MigrationSagaJson::read)
                .filter(wanted)
                .toList();
    }
}
