package org.vmturntable.traffic.migration;

import java.time.Clock;
import java.util.Optional;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.traffic.guest.MoveListener;
import org.vmturntable.traffic.guest.MoveOrder;
import org.vmturntable.traffic.guest.MoveOutcome;
import org.vmturntable.traffic.migration.Whereabouts.Place;
import org.vmturntable.traffic.site.Landing;

/** The copy of the guest, and the answer to where it runs afterwards. */
final class GuestCopy {
    private static final Failure RESTARTED =
            new Failure(FailureCode.SHUTTING_DOWN, "The site's container was restarted while the migration went on");
    private static final Failure UNCLEAR = new Failure(
            FailureCode.GUEST_LOST, "Neither site runs the guest for certain, or both could: nothing is done to it");

    private final MigrationWorld world;
    private final SagaKeeper keeper;
    private final Calls calls;
    private final Patience patience;
    private final Clock clock;
    private final MoveListener listener;

    GuestCopy(
            MigrationWorld world,
            SagaKeeper keeper,
            Calls calls,
            Patience patience,
            Clock clock,
            MoveListener listener) {
        this.world = world;
        this.keeper = keeper;
        this.calls = calls;
        this.patience = patience;
        this.clock = clock;
        this.listener = listener;
    }

    /** Sends the guest, unless somebody has cancelled by now. */
    void begin() {
        MigrationSaga saga = keeper.apply(s -> s.history().cancelAsked()
                ? s.failed(Approach.cancelled(), clock.instant())
                : s.copyBegun(clock.instant()));
        if (saga.state() != MigrationState.COPYING) {
            return;
        }
        try {
            Timed<MoveOutcome> moved =
                    calls.attempt(Step.MOVE_GUEST, () -> world.guests().move(order(saga), listener));
            keeper.apply(s -> s.guestArrived(moved));
        } catch (StepFailed e) {
            decide(e.failure(), Optional.of(e.record()));
        }
    }

    /** Takes up a copy that an earlier run had begun. */
    void resume() {
        decide(keeper.saga().history().cancelAsked() ? Approach.cancelled() : RESTARTED, Optional.empty());
    }

    /** Asks until the guest's place is known; goes nowhere while it is not. */
    private void decide(Failure cause, Optional<StepRecord> inVain) {
        Whereabouts whereabouts = new Whereabouts(world.guests(), world.sites(), listener);
        Patience.Attempts attempts = patience.begin();
        Failure last;
        do {
            try {
                Timed<Place> place = calls.attempt(
                        Step.MOVE_GUEST, () -> whereabouts.ask(keeper.saga().order()));
                if (place.value() == Place.HERE) {
                    keeper.apply(s -> inVain.map(s::tried).orElse(s).failed(cause, place.ended()));
                    return;
                }
                if (place.value() == Place.THERE) {
                    keeper.apply(s -> arrived(s, place, whereabouts.outcome()));
                    return;
                }
                last = UNCLEAR;
            } catch (StepFailed e) {
                last = e.failure();
            }
        } while (!isLost(cause, last) && attempts.restBeforeNext());
        Failure reason = last;
        keeper.apply(s -> s.gaveUp(reason, Advice.locate(s.order()), clock.instant()));
    }

    /** The hypervisor says so, and both sites have been asked: waiting would not bring it back. */
    private static boolean isLost(Failure cause, Failure last) {
        return cause.code() == FailureCode.GUEST_LOST && last.equals(UNCLEAR);
    }

    private MigrationSaga arrived(MigrationSaga saga, Timed<Place> place, Optional<MoveOutcome> observed) {
        MoveOutcome outcome = observed.orElseGet(
                () -> new MoveOutcome(Bytes.ZERO, world.guests().lastStopped(saga.vm())));
        return saga.guestArrived(new Timed<>(outcome, saga.since(), place.ended()));
    }

    private static MoveOrder order(MigrationSaga saga) {
        Landing landing = saga.possessions().landing().orElseThrow();
        return new MoveOrder(
                saga.vm(), landing.control(), landing.stream(), saga.order().bandwidth());
    }
}
