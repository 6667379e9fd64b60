package org.vmturntable.traffic.migration;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.TimeWindow;
import org.vmturntable.traffic.authority.Grant;
import org.vmturntable.traffic.lightpath.LightpathRequest;
import org.vmturntable.traffic.lightpath.ReservedLightpath;
import org.vmturntable.traffic.site.Room;

/**
 * Another lightpath between the same ends, for a guest that has switched and waits for the rest of its memory when the one over which
 * that came has ended: nobody had it extended while this container was down. Each of its steps may be repeated.
 */
final class PathAnew {
    private final MigrationTerms terms;
    private final MigrationWorld world;
    private final SagaKeeper keeper;
    private final Calls calls;
    private final Clock clock;

    PathAnew(MigrationTerms terms, MigrationWorld world, SagaKeeper keeper, Calls calls, Clock clock) {
        this.terms = terms;
        this.world = world;
        this.keeper = keeper;
        this.calls = calls;
        this.clock = clock;
    }

    /** True if the guest is known to wait, and nothing that it has waited for lasts. */
    boolean isNeeded() {
        MigrationSaga saga = keeper.saga();
        boolean over = saga.possessions()
                .leaseEnd()
                .filter(end -> !clock.instant().isBefore(end))
                .isPresent();
        return isAwaited(saga) && (over || saga.possessions().elementsSwitched() == 0);
    }

    /** True if the guest was seen to wait for a path. */
    static boolean isAwaited(MigrationSaga saga) {
        return saga.history()
                .stranding()
                .filter(last -> last.reason().code() == FailureCode.MEMORY_DIVIDED)
                .isPresent();
    }

    /** Has it made, as far as that can be had now; what is refused is written down. */
    void seek() {
        try {
            Instant now = clock.instant();
            Grant token = authorised(request(now, now.plus(terms.lease().longest())));
            // it may be the token of an earlier try, which does not reach as far
            ReservedLightpath path = reserved(token, request(now, token.expires()));
            switchElements(path);
            extendRoom(path.until());
        } catch (StepFailed e) {
            keeper.apply(s -> s.extensionRefused(e.record()));
        }
    }

    private LightpathRequest request(Instant now, Instant until) {
        MigrationSaga saga = keeper.saga();
        Room room = saga.possessions().room().orElseThrow();
        return new LightpathRequest(
                saga.vm(), terms.port(), room.port(), saga.order().bandwidth(), new TimeWindow(now, until));
    }

    private Grant authorised(LightpathRequest request) throws StepFailed {
        Timed<Grant> granted = calls.attempt(
                Step.AUTHORISE, () -> world.authority().authorise(keeper.saga().id(), request));
        Optional<?> id = Optional.of(granted.value().id());
        keeper.apply(s -> s.possessions().token().equals(id) ? s : s.tokenGranted(granted));
        return granted.value();
    }

    private ReservedLightpath reserved(Grant token, LightpathRequest request) throws StepFailed {
        Timed<ReservedLightpath> booked = calls.attempt(
                Step.RESERVE_LIGHTPATH,
                () -> lasting(world.lightpaths().reserve(keeper.saga().id(), token, request)));
        keeper.apply(s -> holds(s, booked.value()) ? s : s.pathBooked(booked, Optional.empty()));
        return booked.value();
    }

    /** The earlier one is answered while any of its elements is still to be cleaned. */
    private ReservedLightpath lasting(ReservedLightpath path) {
        if (!path.until().isAfter(clock.instant())) {
            throw new GridException(
                    FailureCode.STATE_FORBIDS, "Lightpath " + path.id() + " has ended, and is still being taken down");
        }
        return path;
    }

    private static boolean holds(MigrationSaga saga, ReservedLightpath path) {
        return saga.possessions()
                .lightpath()
                .filter(had -> had.id().equals(path.id()))
                .isPresent();
    }

    private void switchElements(ReservedLightpath path) throws StepFailed {
        if (keeper.saga().possessions().elementsSwitched() == 0) {
            Timed<Integer> elements =
                    calls.attempt(Step.SWITCH_ELEMENTS, () -> world.lightpaths().provision(path.id()));
            keeper.apply(s -> s.elementsSwitched(elements));
        }
    }

    private void extendRoom(Instant until) throws StepFailed {
        Timed<LeaseEnds> ends = calls.attempt(Step.EXTEND_LEASE, () -> {
            MigrationSaga saga = keeper.saga();
            Instant room = world.sites().extend(saga.order().to(), saga.id(), until);
            world.guests().keepWayOpen(GuestCopy.order(saga));
            return new LeaseEnds(until, room);
        });
        keeper.apply(s -> s.leaseExtended(ends));
    }
}
