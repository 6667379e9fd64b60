package org.vmturntable.traffic.migration;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.vmturntable.traffic.residence.Residence;
import org.vmturntable.traffic.site.Arrival;

/** The steps after the switchover: each is tried until it comes about or patience ends; there is no way back. */
final class Completion {
    private final MigrationWorld world;
    private final SagaKeeper keeper;
    private final Calls calls;
    private final GivingBack givingBack;
    private final Patience patience;
    private final Clock clock;

    Completion(
            MigrationWorld world,
            SagaKeeper keeper,
            Calls calls,
            GivingBack givingBack,
            Patience patience,
            Clock clock) {
        this.world = world;
        this.keeper = keeper;
        this.calls = calls;
        this.givingBack = givingBack;
        this.patience = patience;
        this.clock = clock;
    }

    /**
     * Moves the traffic, while the destination counts the guest as its own, and the lightpath and the token go since nothing needs them
     * now: none of these needs the others' answers.
     */
    void moveTunnelAndSettle() {
        Calls.Beside<Boolean> tunnel = calls.begin(this::moveTunnel);
        settleBeside(tunnel);
    }

    /** The same for a migration whose traffic has moved. */
    void settle() {
        settleBeside(calls.begin(() -> true));
    }

    private void settleBeside(Calls.Beside<Boolean> tunnel) {
        Calls.Beside<Boolean> release = calls.begin(this::releaseWhatIsNoLongerNeeded);
        Optional<StepFailed> failure = Optional.empty();
        try {
            Timed<Arrival> arrival = persistently(Step.SETTLE_GUEST, this::commit);
            tunnel.get();
            keeper.apply(s -> s.guestSettled(arrival));
        } catch (StepFailed e) {
            failure = Optional.of(e);
        }
        // other threads must not write to a migration that this one has given up
        tunnel.join();
        release.join();
        failure.ifPresent(e -> giveUp(e.failure()));
    }

    private boolean moveTunnel() throws StepFailed {
        MigrationOrder order = keeper.saga().order();
        Timed<Long> moved = persistently(Step.MOVE_TUNNEL, () -> {
            givingBack.leadTraffic(order.to(), order.epoch());
            return order.epoch();
        });
        keeper.apply(s -> s.trafficMoved(moved));
        return true;
    }

    void release() {
        for (Holding holding : givingBack.lastFirst()) {
            Optional<Failure> failure = givingBack.persistently(holding, patience);
            if (failure.isPresent()) {
                giveUp(failure.get());
                return;
            }
        }
        keeper.apply(s -> s.completed(clock.instant()));
    }

    private boolean releaseWhatIsNoLongerNeeded() throws StepFailed {
        for (Holding holding : List.of(Holding.LIGHTPATH, Holding.TOKEN)) {
            if (keeper.saga().held().contains(holding)) {
                givingBack.once(holding);
            }
        }
        return true;
    }

    private Arrival commit() {
        MigrationOrder order = keeper.saga().order();
        Arrival arrival = world.sites().commit(order.to(), order.id());
        world.ledger().record(Residence.left(order.vm(), order.epoch(), order.to()));
        return arrival;
    }

    private void giveUp(Failure reason) {
        keeper.apply(s -> s.gaveUp(reason, Advice.forward(s), clock.instant()));
    }

    private <T> Timed<T> persistently(Step step, Supplier<T> call) throws StepFailed {
        Patience.Attempts attempts = patience.begin();
        while (true) {
            try {
                return calls.attempt(step, call);
            } catch (StepFailed e) {
                if (!e.retryHelps() || !attempts.restBeforeNext()) {
                    throw e;
                }
            }
        }
    }
}
