package org.vmturntable.traffic.migration;

import java.time.Instant;
import java.util.Optional;
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
            keeper.apply(s -> s.failed(cancelled(), now));
            return;
        }
        try {
            step(saga);
        } catch (StepFailed e) {
            keeper.apply(s -> turnBack(s, e));
        }
    }

    static Failure cancelled() {
        return new Failure(FailureCode.CANCELLED, "The migration was cancelled");
    }

    private void step(MigrationSaga saga) throws StepFailed {
        switch (saga.state()) {
            case REQUESTED -> holdRoom(saga.order());
            case ROOM_HELD -> authorise(saga);
            case AUTHORISED -> reserve(saga);
            case RESERVED -> prepareWhileElementsAreSwitched(saga);
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

    private void authorise(MigrationSaga saga) throws StepFailed {
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
            keeper.apply(s -> s.failed(Failure.of(e), booked.ended()));
        }
    }

    private void prepareWhileElementsAreSwitched(MigrationSaga saga) throws StepFailed {
        ReservedLightpath booked = saga.possessions().lightpath().orElseThrow();
        path.begun(calls.begin(() ->
                calls.attempt(Step.SWITCH_ELEMENTS, () -> world.lightpaths().provision(booked.id()))));
        MigrationOrder order = saga.order();
        Timed<Landing> ready =
                calls.attempt(Step.PREPARE_ARRIVAL, () -> world.sites().prepare(order.to(), order.id(), order.epoch()));
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

    private static MigrationSaga turnBack(MigrationSaga saga, StepFailed e) {
        MigrationSaga tried = saga.tried(e.record());
        MigrationSaga exact =
                e.isClearNo() ? e.wanted().map(tried::certainlyWithout).orElse(tried) : tried;
        return exact.failed(e.failure(), e.record().ended());
    }
}
