package org.vmturntable.traffic.migration;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/** The one place where a migration moves: the journal first, then memory, then whoever listens. */
final class SagaKeeper {
    private final MigrationJournal journal;
    private final Patience patience;
    private final Consumer<MigrationSaga> listener;
    private volatile MigrationSaga saga;

    SagaKeeper(MigrationSaga saga, MigrationJournal journal, Patience patience, Consumer<MigrationSaga> listener) {
        this.saga = saga;
        this.journal = journal;
        this.patience = patience;
        this.listener = listener;
    }

    /** As it was last written down. Does not wait for a write that goes on: who listens to a copy asks, too, and may not block. */
    MigrationSaga saga() {
        return saga;
    }

    /**
     * Moves the migration on. A change that yields the saga as it was is no move.
     *
     * @throws RunEnded if another run has taken the migration over, or the journal cannot be written
     */
    synchronized MigrationSaga apply(UnaryOperator<MigrationSaga> change) {
        MigrationSaga next = change.apply(saga);
        if (next.equals(saga)) {
            return saga;
        }
        write(next);
        saga = next;
        listener.accept(next);
        return next;
    }

    private void write(MigrationSaga next) {
        Patience.Attempts attempts = patience.begin();
        while (true) {
            try {
                journal.replace(next);
                return;
            } catch (GridException e) {
                if (e.code() != FailureCode.STORE_FAILED || !attempts.restBeforeNext()) {
                    throw new RunEnded("The journal does not take the migration's next revision", e);
                }
            }
            if (isWritten(next)) {
                return;
            }
        }
    }

    /** A write whose answer was lost may have been carried out. */
    private boolean isWritten(MigrationSaga next) {
        try {
            return journal.find(next.id()).equals(Optional.of(next));
        } catch (GridException e) {
            if (e.code() == FailureCode.STORE_FAILED) {
                return false;
            }
            throw e;
        }
    }
}
