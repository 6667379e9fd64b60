package org.vmturntable.traffic.migration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Gives single holdings back; each as often as need be, for every port takes a repetition. */
final class GivingBack {
    private final MigrationWorld world;
    private final SagaKeeper keeper;
    private final Calls calls;

    GivingBack(MigrationWorld world, SagaKeeper keeper, Calls calls) {
        this.world = world;
        this.keeper = keeper;
        this.calls = calls;
    }

    List<Holding> lastFirst() {
        List<Holding> held = new ArrayList<>(keeper.saga().held());
        Collections.reverse(held);
        return held;
    }

    /** @return why it gave up; empty if it is given back */
    Optional<Failure> persistently(Holding holding, Patience patience) {
        Patience.Attempts attempts = patience.begin();
        while (true) {
            try {
                once(holding);
                return Optional.empty();
            } catch (StepFailed e) {
                if (!e.retryHelps() || !attempts.restBeforeNext()) {
                    return Optional.of(e.failure());
                }
            }
        }
    }

    void once(Holding holding) throws StepFailed {
        Timed<Step> done = attempt(holding);
        keeper.apply(s -> s.released(new Timed<>(holding, done.started(), done.ended())));
    }

    private Timed<Step> attempt(Holding holding) throws StepFailed {
        try {
            return switch (holding) {
                case ROOM -> calls.attempt(Step.GIVE_BACK_ROOM, this::giveBackRoom);
                case TOKEN -> calls.attempt(Step.REVOKE_TOKEN, this::revokeToken);
                case LIGHTPATH -> calls.attempt(Step.RELEASE_LIGHTPATH, this::releaseLightpath);
            };
        } catch (StepFailed e) {
            if (e.saysUnknown()) {
                return new Timed<>(
                        e.record().step(), e.record().started(), e.record().ended());
            }
            throw e;
        }
    }

    private void giveBackRoom() {
        MigrationOrder order = keeper.saga().order();
        world.sites().abort(order.to(), order.id());
    }

    private void revokeToken() {
        world.authority().revokeAllOf(keeper.saga().id());
    }

    private void releaseLightpath() {
        MigrationSaga saga = keeper.saga();
        saga.possessions()
                .lightpath()
                .ifPresentOrElse(
                        path -> world.lightpaths().release(path.id()),
                        () -> world.lightpaths().releaseAllOf(saga.id()));
    }
}
