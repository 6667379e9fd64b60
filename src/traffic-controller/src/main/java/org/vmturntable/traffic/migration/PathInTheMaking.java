package org.vmturntable.traffic.migration;

import java.util.Optional;
import org.vmturntable.kernel.GridException;

/**
 * A lightpath whose elements are being switched while the destination prepares and the hypervisors take up with each other. Who
 * switches them only asks; that they are switched is written down by whoever waits for it, in its place among the migration's steps.
 */
final class PathInTheMaking {
    private final SagaKeeper keeper;
    private Optional<Calls.Beside<Timed<Integer>>> switching = Optional.empty();
    private Optional<StepFailed> failure = Optional.empty();

    PathInTheMaking(SagaKeeper keeper) {
        this.keeper = keeper;
    }

    synchronized void begun(Calls.Beside<Timed<Integer>> elements) {
        switching = Optional.of(elements);
    }

    /**
     * Blocks until the elements are switched; does nothing if that was waited for already.
     *
     * @throws GridException why they cannot be: see {@link #failure} too
     */
    synchronized void await() {
        if (switching.isEmpty()) {
            return;
        }
        try {
            Timed<Integer> elements = switching.get().get();
            keeper.apply(s -> s.elementsSwitched(elements));
            switching = Optional.empty();
        } catch (StepFailed e) {
            failure = Optional.of(e);
            throw new GridException(e.failure().code(), e.failure().message(), e);
        }
    }

    /** Waits until nobody switches elements any more: an answer that came after the undo would leave them switched. */
    synchronized void join() {
        switching.ifPresent(Calls.Beside::join);
    }

    /** The step in vain; empty unless {@link #await} has failed. */
    synchronized Optional<StepFailed> failure() {
        return failure;
    }
}
