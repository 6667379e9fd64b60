package org.vmturntable.traffic.migration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.residence.Residence;

/** Gives single holdings back; each as often as need be, for every port takes a repetition. */
final class GivingBack {
    private static final Logger LOG = LoggerFactory.getLogger(GivingBack.class);

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
                case TUNNEL -> calls.attempt(Step.LEAD_TRAFFIC_BACK, this::leadTrafficBack);
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
        world.lightpaths().releaseAllOf(keeper.saga().id());
    }

    /**
     * The destination may have let the traffic follow in this migration's epoch, and the edge takes nothing else in the same one:
     * the guest's stay here counts as the next, which the next migration then counts on from.
     */
    private void leadTrafficBack() {
        MigrationOrder order = keeper.saga().order();
        long back = order.epoch() + 1;
        if (hasMovedOnSince(order.vm(), back)) {
            return;
        }
        world.ledger().record(Residence.here(order.vm(), back));
        leadTraffic(order.from(), back);
    }

    /** Has the guest's traffic enter at a site, unless it follows a later order already: the guest may have moved on since. */
    void leadTraffic(SiteId to, long epoch) {
        MigrationOrder order = keeper.saga().order();
        try {
            world.tunnels().move(order.vm(), to, epoch);
        } catch (GridException e) {
            if (e.code() != FailureCode.STALE_EPOCH) {
                throw e;
            }
            LOG.info("Migration {}: the traffic follows a later order already: {}", order.id(), e.getMessage());
        }
    }

    /** An undo that is taken up late may find that a later migration has taken the guest elsewhere. */
    private boolean hasMovedOnSince(VmId vm, long epoch) {
        return world.ledger()
                .find(vm)
                .filter(residence -> residence.movedTo().isPresent() || residence.epoch() > epoch)
                .isPresent();
    }
}
