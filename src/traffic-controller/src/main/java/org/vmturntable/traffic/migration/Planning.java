package org.vmturntable.traffic.migration;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.TimeWindow;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.DirtySample;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.lightpath.PathQuestion;
import org.vmturntable.traffic.lightpath.ReservedLightpath;
import org.vmturntable.traffic.plan.Blackout;
import org.vmturntable.traffic.plan.Bounds;
import org.vmturntable.traffic.plan.DirtyCurve;
import org.vmturntable.traffic.plan.Experience;
import org.vmturntable.traffic.plan.MigrationPlan;
import org.vmturntable.traffic.plan.PathMeasure;
import org.vmturntable.traffic.plan.Planned;
import org.vmturntable.traffic.plan.Planner;

/** Measures guest and path and says what a migration would cost. Reserves nothing. */
final class Planning {
    /** A short look for the hot set, a longer one for how the rest is gone through. */
    private static final List<Duration> LOOKS = List.of(Duration.ofSeconds(1), Duration.ofSeconds(3));
    /** So long a guest is believed to go on as it was seen. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private static final int MIGRATIONS_LEARNT_FROM = 50;

    private final MigrationTerms terms;
    private final MigrationWorld world;
    private final MigrationJournal journal;
    private final Clock clock;
    private final Executor beside;
    private volatile Planner lastPlanner = new Planner(Experience.NONE);
    private final Map<Route, Proposal> latest = new ConcurrentHashMap<>();

    /** What a proposal is for. */
    private record Route(VmId vm, SiteId to, Bandwidth bandwidth) {}

    Planning(MigrationTerms terms, MigrationWorld world, MigrationJournal journal, Clock clock, Executor beside) {
        this.terms = terms;
        this.world = world;
        this.journal = journal;
        this.clock = clock;
        this.beside = beside;
    }

    /**
     * Measures the guest, which takes some seconds, and meanwhile asks for the path.
     *
     * @throws GridException {@code BOUND_IMPOSSIBLE}, also if the path's round trip is not known; {@code COPY_TOO_LONG};
     *     {@code HYPERVISOR_FAILED} if the guest cannot be measured; as {@link org.vmturntable.traffic.lightpath.LightpathBroker#survey}
     */
    Proposal propose(Guest guest, SiteId to, Bandwidth bandwidth, Bounds bounds) {
        CompletableFuture<PathMeasure> path = CompletableFuture.supplyAsync(() -> path(to, bandwidth), beside);
        List<DirtySample> written = world.guests().dirtying(guest.id(), LOOKS);
        PathMeasure measured = answer(path);
        Instant now = clock.instant();
        MigrationPlan plan = plan(guest, written, measured);
        bounds.require(plan, measured, now);
        Proposal proposal = new Proposal(plan, measured, written, terms.lease().of(plan), now);
        latest.values().removeIf(old -> !isFresh(old));
        latest.put(new Route(guest.id(), to, bandwidth), proposal);
        return proposal;
    }

    /** What a migration is promised that begins now: what was proposed lately, or else anew if anything is asked for. */
    Planned promise(Guest guest, SiteId to, Bandwidth bandwidth, Bounds bounds) {
        Optional<Proposal> lately = Optional.ofNullable(latest.get(new Route(guest.id(), to, bandwidth)))
                .filter(this::isFresh);
        if (lately.isEmpty() && bounds.isEmpty()) {
            return Planned.NOT;
        }
        Proposal proposal = lately.orElseGet(() -> propose(guest, to, bandwidth, bounds));
        bounds.require(proposal.plan(), proposal.path(), clock.instant());
        return new Planned(bounds, Optional.of(proposal.plan()));
    }

    /**
     * How long the guest will stand still over the path that it was given; empty if the path's round trip is not known.
     *
     * @throws GridException {@code BOUND_IMPOSSIBLE} if that path is worse than the one by which it was promised
     */
    Optional<Blackout> predict(MigrationOrder order, ReservedLightpath given) {
        if (given.roundTrip().isZero()) {
            return Optional.empty();
        }
        PathMeasure path = new PathMeasure(given.bandwidth(), given.roundTrip());
        Optional<MigrationPlan> plan = Optional.ofNullable(
                        latest.get(new Route(order.vm(), order.to(), order.bandwidth())))
                .map(proposal -> plan(order.guest(), proposal.written(), path));
        plan.filter(known -> order.planned().plan().isPresent())
                .ifPresent(known -> order.planned().bounds().require(known, path, order.asked()));
        return plan.map(MigrationPlan::blackout)
                .or(() -> Optional.of(
                        planner(order.guest()).blackout(path, world.guests().switchesByPostCopy())));
    }

    private MigrationPlan plan(Guest guest, List<DirtySample> written, PathMeasure path) {
        return planner(guest)
                .plan(
                        guest.memory(),
                        guest.writtenOnDisk(),
                        DirtyCurve.fit(written),
                        path,
                        world.guests().switchesByPostCopy());
    }

    /** As {@link #planner}, but without asking the journal again. */
    Planner lastPlanner() {
        return lastPlanner;
    }

    /** A guest with disks and one without teach each other nothing. */
    private Planner planner(Guest guest) {
        boolean disks = hasDisks(guest);
        List<Duration> taken = journal.latest(MIGRATIONS_LEARNT_FROM).stream()
                .filter(saga -> hasDisks(saga.order().guest()) == disks)
                .map(Planning::beside)
                .flatMap(Optional::stream)
                .toList();
        lastPlanner = new Planner(Experience.of(taken, disks ? Experience.NONE_WITH_DISKS : Experience.NONE));
        return lastPlanner;
    }

    private static boolean hasDisks(Guest guest) {
        return !guest.disks().isEmpty();
    }

    /** What its switchover by post-copy took beside half a round trip; empty if it did not switch so, or it is not known. */
    static Optional<Duration> beside(MigrationSaga saga) {
        boolean byPostCopy = saga.steps().stream()
                .filter(step -> step.step() == Step.MOVE_GUEST)
                .anyMatch(step -> step.given().getOrDefault("switchover", "").startsWith("POST_COPY"));
        return saga.roundTrip()
                .filter(known -> byPostCopy)
                .flatMap(
                        roundTrip -> saga.figures().blackout().map(blackout -> blackout.minus(roundTrip.dividedBy(2))));
    }

    private PathMeasure path(SiteId to, Bandwidth bandwidth) {
        PortId end = world.sites().end(to);
        TimeWindow window = TimeWindow.starting(clock.instant(), terms.lease().longest());
        Duration roundTrip = world.lightpaths().survey(new PathQuestion(terms.port(), end, bandwidth, window));
        if (roundTrip.isZero()) {
            throw new GridException(
                    FailureCode.BOUND_IMPOSSIBLE,
                    "Nothing can be promised over a path whose round trip its broker does not state",
                    Map.of("to", to.toString()));
        }
        return new PathMeasure(bandwidth, roundTrip);
    }

    private static PathMeasure answer(CompletableFuture<PathMeasure> path) {
        try {
            return path.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof GridException known ? known : e;
        }
    }

    private boolean isFresh(Proposal proposal) {
        return clock.instant().isBefore(proposal.made().plus(FRESH));
    }
}
