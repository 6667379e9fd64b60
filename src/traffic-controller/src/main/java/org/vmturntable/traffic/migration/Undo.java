package org.vmturntable.traffic.migration;

import java.time.Clock;
import java.util.Optional;

/** Gives back what a migration that turns back has taken, the last first; what cannot be given back does not keep the rest. */
final class Undo {
    private final GivingBack givingBack;
    private final PathInTheMaking path;
    private final SagaKeeper keeper;
    private final Patience patience;
    private final Clock clock;

    Undo(GivingBack givingBack, PathInTheMaking path, SagaKeeper keeper, Patience patience, Clock clock) {
        this.givingBack = givingBack;
        this.path = path;
        this.keeper = keeper;
        this.patience = patience;
        this.clock = clock;
    }

    void run() {
        path.join();
        Optional<Failure> refusal = Optional.empty();
        for (Holding holding : givingBack.lastFirst()) {
            Optional<Failure> failure = givingBack.persistently(holding, patience);
            refusal = failure.isPresent() ? failure : refusal;
        }
        Optional<Failure> last = refusal;
        keeper.apply(s -> last.map(reason -> s.gaveUp(reason, Advice.undo(s), clock.instant()))
                .orElseGet(() -> s.undone(clock.instant())));
    }
}
