package org.vmturntable.traffic.migration;

import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.traffic.guest.Convergence;
import org.vmturntable.traffic.guest.MoveOrder;
import org.vmturntable.traffic.guest.MoveOutcome;
import org.vmturntable.traffic.guest.Switchover;
import org.vmturntable.traffic.migration.Whereabouts.Place;
import org.vmturntable.traffic.site.Landing;

/** The copy of the guest, and the answer to where it runs afterwards. */
final class GuestCopy {
    private static final Logger LOG = LoggerFactory.getLogger(GuestCopy.class);
    private static final Failure RESTARTED =
            new Failure(FailureCode.SHUTTING_DOWN, "The site's container was interrupted while the migration went on");
    private static final Failure UNCLEAR = new Failure(
            FailureCode.GUEST_LOST, "Neither site runs the guest for certain, or both could: nothing is done to it");

    private final MigrationWorld world;
    private final SagaKeeper keeper;
    private final Calls calls;
    private final Patience patience;
    private final CopyTime time;
    private final SwitchoverWatch watch;
    private final PathInTheMaking path;
    private final LeaseExtension extension;
    private final PathAnew anew;

    GuestCopy(
            MigrationWorld world,
            SagaKeeper keeper,
            Calls calls,
            Patience patience,
            CopyTime time,
            SwitchoverWatch watch,
            PathInTheMaking path,
            LeaseExtension extension,
            PathAnew anew) {
        this.world = world;
        this.keeper = keeper;
        this.calls = calls;
        this.patience = patience;
        this.time = time;
        this.watch = watch;
        this.path = path;
        this.extension = extension;
        this.anew = anew;
    }

    /** Sends the guest, unless somebody has cancelled by now or it is too late. */
    void begin() {
        MigrationSaga saga = keeper.apply(
                s -> obstacle(s).map(why -> s.failed(why, time.now())).orElseGet(() -> s.copyBegun(time.now())));
        if (saga.state() != MigrationState.COPYING) {
            return;
        }
        try {
            Timed<MoveOutcome> moved = calls.attempt(Step.MOVE_GUEST, () -> move(order(saga)));
            keeper.apply(s -> switched(s).guestArrived(moved));
        } catch (StepFailed e) {
            decide(e.failure(), Optional.of(path.failure().orElse(e).record()));
        }
    }

    private MoveOutcome move(MoveOrder order) {
        MoveOutcome outcome = world.guests().move(order, watch);
        path.await(); // for a hypervisor that did not ask for it
        return outcome;
    }

    /** Takes up a copy that an earlier run had begun. One whose path nobody knows to stand is ended, unless its guest has switched. */
    void resume() {
        if (anew.isNeeded()) {
            anew.seek();
        } else {
            extension.keepGoing();
        }
        if (keeper.saga().possessions().elementsSwitched() == 0 && !PathAnew.isAwaited(keeper.saga())) {
            cancel();
        }
        decide(keeper.saga().history().cancelAsked() ? Approach.cancelled() : RESTARTED, Optional.empty());
    }

    private void cancel() {
        try {
            world.guests().cancel(keeper.saga().vm());
        } catch (GridException e) {
            LOG.info("Migration {}: not cancelled: {}", keeper.saga().id(), e.getMessage());
        }
    }

    private Optional<Failure> obstacle(MigrationSaga saga) {
        if (saga.history().cancelAsked()) {
            return Optional.of(Approach.cancelled());
        }
        return time.isOver(saga) ? Optional.of(CopyTime.outOfTime(saga)) : Optional.empty();
    }

    /** A copy that was ended though nobody had asked for it was ended for want of time. */
    private Failure cause(Failure end) {
        MigrationSaga saga = keeper.saga();
        boolean asked = saga.history().cancelAsked();
        return end.code() == FailureCode.CANCELLED && !asked ? CopyTime.outOfTime(saga) : end;
    }

    /** Asks until the guest's place is known; goes nowhere while it is not. */
    private void decide(Failure begunFor, Optional<StepRecord> inVain) {
        MoveOrder copy = order(keeper.saga());
        Whereabouts whereabouts = new Whereabouts(world.guests(), world.sites(), watch);
        Patience.Attempts attempts = patience.begin();
        Failure last;
        do {
            try {
                Timed<Place> place = calls.attempt(
                        Step.MOVE_GUEST, () -> whereabouts.ask(keeper.saga().order(), copy));
                if (place.value() == Place.HERE) {
                    Failure cause = cause(whereabouts.badEnd().orElse(begunFor));
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
        } while (!isLost(whereabouts.badEnd().orElse(begunFor), last) && attempts.restBeforeNext());
        if (last.equals(UNCLEAR) && whereabouts.isCutOff()) {
            keeper.apply(s -> s.gaveUp(cutOff(s.order()), Advice.startAgain(s.order()), time.now()));
            return;
        }
        Failure reason = last.equals(UNCLEAR) ? whyUnclear(whereabouts.badEnd().orElse(begunFor)) : last;
        keeper.apply(s -> s.gaveUp(reason, Advice.locate(s.order(), reason), time.now()));
    }

    /** A guest of which something is still here is not lost, and its hypervisor has said what that is. */
    private static Failure whyUnclear(Failure end) {
        return end.code() == FailureCode.MEMORY_DIVIDED ? end : UNCLEAR;
    }

    private static Failure cutOff(MigrationOrder order) {
        return new Failure(
                FailureCode.GUEST_LOST,
                "The guest's machine at " + order.from() + " has ended with a part of its memory: what is at "
                        + order.to() + " cannot go on without it");
    }

    /** The hypervisor says so, and both sites have been asked: waiting would not bring it back. */
    private static boolean isLost(Failure cause, Failure last) {
        return cause.code() == FailureCode.GUEST_LOST && last.equals(UNCLEAR);
    }

    private MigrationSaga arrived(MigrationSaga saga, Timed<Place> place, Optional<MoveOutcome> observed) {
        MoveOutcome outcome =
                observed.orElseGet(() -> new MoveOutcome(Bytes.ZERO, stopped(saga), Switchover.UNOBSERVED));
        return switched(saga).guestArrived(new Timed<>(outcome, saga.since(), place.ended()));
    }

    private MigrationSaga switched(MigrationSaga saga) {
        return watch.bicast().map(saga::trafficBicast).orElse(saga);
    }

    /** The hypervisor may remember a stop of long ago only, when the guest was here before: that is none of this migration. */
    private Optional<Instant> stopped(MigrationSaga saga) {
        return world.guests()
                .lastStopped(saga.vm())
                .filter(at -> !at.isBefore(saga.order().asked()));
    }

    static MoveOrder order(MigrationSaga saga) {
        Landing landing = saga.possessions().landing().orElseThrow();
        return new MoveOrder(
                saga.vm(),
                landing.control(),
                landing.stream(),
                landing.gate(),
                saga.order().bandwidth(),
                convergence(saga.order()));
    }

    private static Convergence convergence(MigrationOrder order) {
        return order.planned().plan().map(plan -> plan.strategy().convergence()).orElse(Convergence.UNPLANNED);
    }
}
