package org.vmturntable.traffic.migration;

import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.TimeWindow;
import org.vmturntable.traffic.authority.Grant;
import org.vmturntable.traffic.lightpath.LightpathRequest;
import org.vmturntable.traffic.lightpath.ReservedLightpath;
import org.vmturntable.traffic.plan.Blackout;
import org.vmturntable.traffic.residence.Residence;
import org.vmturntable.traffic.site.HostingSites.RoomRequest;
import org.vmturntable.traffic.site.Landing;
import org.vmturntable.traffic.site.Room;

/** The steps until the guest can be sent. */
final class Approach {
    private final MigrationTerms terms;
    private final MigrationWorld world;
    private final Planning planning;
    private final SagaKeeper keeper;
    private final Calls calls;
    private final PathInTheMaking path;
    private Optional<Grant> grant = Optional.empty();
    private Optional<Calls.Beside<Timed<Landing>>> landing = Optional.empty();

    Approach(
            MigrationTerms terms,
            MigrationWorld world,
            Planning planning,
            SagaKeeper keeper,
            Calls calls,
            PathInTheMaking path) {
        this.terms = terms;
        this.world = world;
        this.planning = planning;
        this.keeper = keeper;
        this.calls = calls;
        this.path = path;
    }

    /** Takes the step that the state asks for; turns back if it fails. */
    void advance(Instant now) {
        MigrationSaga saga = keeper.saga();
        if (saga.history().cancelAsked()) {
            turnBack(s -> s.failed(cancelled(), now));
            return;
        }
        try {
            step(saga);
        } catch (StepFailed e) {
            turnBack(s -> turned(s, e));
        }
    }

    /** An answer that came after the undo would leave the destination prepared. */
    private void turnBack(UnaryOperator<MigrationSaga> change) {
        landing.ifPresent(Calls.Beside::join);
        keeper.apply(change);
    }

    static Failure cancelled() {
        return new Failure(FailureCode.CANCELLED, "The migration was cancelled");
    }

    private void step(MigrationSaga saga) throws StepFailed {
        switch (saga.state()) {
            case REQUESTED -> holdRoom(saga.order());
            case ROOM_HELD -> authoriseWhileTheDestinationPrepares(saga);
            case AUTHORISED -> reserve(saga);
            case RESERVED -> beginToSwitchElements(saga);
            default -> throw new IllegalStateException("No step of the approach in " + saga.state());
        }
    }

    private void holdRoom(MigrationOrder order) throws StepFailed {
        RoomRequest request = new RoomRequest(
                order.id(), order.from(), order.guest(), window(order).until());
        Timed<Room> room = calls.attempt(Step.HOLD_ROOM, () -> {
            world.ledger().record(Residence.here(order.vm(), order.epoch()));
            return world.sites().hold(order.to(), request);
        });
        keeper.apply(s -> s.roomGiven(room));
    }

    private void authoriseWhileTheDestinationPrepares(MigrationSaga saga) throws StepFailed {
        MigrationOrder order = saga.order();
        landing = Optional.of(calls.begin(() -> calls.attempt(
                Step.PREPARE_ARRIVAL, () -> world.sites().prepare(order.to(), order.id(), order.epoch()))));
        Timed<Grant> granted =
                calls.attempt(Step.AUTHORISE, () -> world.authority().authorise(saga.id(), request(saga)));
        grant = Optional.of(granted.value());
        keeper.apply(s -> s.tokenGranted(granted));
    }

    private void reserve(MigrationSaga saga) throws StepFailed {
        Grant token = grant.orElseThrow(() -> new IllegalStateException("A token is presented by the run that got it"));
        Timed<ReservedLightpath> booked = calls.attempt(
                Step.RESERVE_LIGHTPATH, () -> world.lightpaths().reserve(saga.id(), token, request(saga)));
        try {
            Optional<Blackout> predicted = planning.predict(saga.order(), booked.value());
            keeper.apply(s -> s.pathBooked(booked, predicted));
        } catch (GridException e) {
            // the promise was made for another path than this one; which is booked all the same
            keeper.apply(s -> s.pathBooked(booked, Optional.empty()));
            turnBack(s -> s.failed(Failure.of(e), booked.ended()));
        }
    }

    /** They are waited for when the first byte is to go over them. */
    private void beginToSwitchElements(MigrationSaga saga) throws StepFailed {
        ReservedLightpath booked = saga.possessions().lightpath().orElseThrow();
        path.begun(calls.begin(() ->
                calls.attempt(Step.SWITCH_ELEMENTS, () -> world.lightpaths().provision(booked.id()))));
        Timed<Landing> ready = landing.orElseThrow(
                        () -> new IllegalStateException("The destination is prepared by the run that holds its room"))
                .get();
        keeper.apply(s -> s.arrivalReady(ready));
    }

    private LightpathRequest request(MigrationSaga saga) {
        Room room = saga.possessions().room().orElseThrow();
        return new LightpathRequest(
                saga.vm(), terms.port(), room.port(), saga.order().bandwidth(), window(saga.order()));
    }

    private TimeWindow window(MigrationOrder order) {
        return TimeWindow.starting(order.asked(), terms.lease().of(order));
    }

    private static MigrationSaga turned(MigrationSaga saga, StepFailed e) {
        MigrationSaga tried = saga.tried(e.record());
        MigrationSaga exact =
                e.isClearNo() ? e.wanted().map(tried::certainlyWithout).orElse(tried) : tried;
        return exact.failed(e.failure(), e.record().ended());
    }
}
