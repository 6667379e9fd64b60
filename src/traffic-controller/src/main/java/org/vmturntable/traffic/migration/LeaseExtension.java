package org.vmturntable.traffic.migration;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.traffic.authority.Grant;
import org.vmturntable.traffic.guest.MoveListener;
import org.vmturntable.traffic.guest.MoveProgress;

/**
 * Has token, lightpath and room last longer, in this order, when the copy under way is predicted to need them longer. Asks beside the
 * copy, one extension at a time, and nothing any more from just before the switchover on. What a crash leaves half extended ends by
 * itself, or is asked for again.
 */
final class LeaseExtension implements MoveListener {
    /** Between two requests: what was refused may have come free by then. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Lease lease;
    private final MigrationWorld world;
    private final SagaKeeper keeper;
    private final Calls calls;
    private final Outlooks outlooks;
    private final Clock clock;
    private final MoveListener next;
    private boolean switching;
    private boolean asking;
    private Instant notBefore = Instant.MIN;

    LeaseExtension(
            Lease lease,
            MigrationWorld world,
            SagaKeeper keeper,
            Calls calls,
            Outlooks outlooks,
            Clock clock,
            MoveListener next) {
        this.lease = lease;
        this.world = world;
        this.keeper = keeper;
        this.calls = calls;
        this.outlooks = outlooks;
        this.clock = clock;
        this.next = next;
    }

    @Override
    public void progressed(MoveProgress report) {
        next.progressed(report);
        if (report.phase().canBeCancelled()) {
            toBeAskedFor(report).ifPresent(until -> {
                var unused = calls.begin(() -> extend(until));
            });
        }
    }

    /**
     * Asks at once, if the lease ends soon, for a migration that is taken up: its guest may have switched and wait for a path to come
     * back, and then needs this one for as long as it is.
     */
    void keepGoing() {
        MigrationSaga saga = keeper.saga();
        Instant now = clock.instant();
        saga.possessions()
                .leaseEnd()
                .filter(now::isBefore)
                .flatMap(end -> lease.extension(saga.order().asked(), end, now.plus(lease.longest()), now))
                .ifPresent(this::extend);
    }

    @Override
    public void aboutToSwitch() {
        synchronized (this) {
            switching = true;
        }
        next.aboutToSwitch();
    }

    private synchronized Optional<Instant> toBeAskedFor(MoveProgress report) {
        MigrationSaga saga = keeper.saga();
        Instant now = clock.instant();
        if (switching || asking || now.isBefore(notBefore) || saga.history().cancelAsked()) {
            return Optional.empty();
        }
        Optional<Instant> until = saga.possessions()
                .leaseEnd()
                .flatMap(end -> lease.extension(saga.order().asked(), end, copyEnd(saga, report, now), now));
        asking = until.isPresent();
        return until;
    }

    /** By its last pass, or else by its plan; not before what is left now has crossed. */
    private Instant copyEnd(MigrationSaga saga, MoveProgress report, Instant now) {
        Instant predicted = outlooks.end(saga.id()).orElseGet(() -> saga.since().plus(lease.copy(saga.order())));
        long rate = report.bytesPerSecond() > 0
                ? report.bytesPerSecond()
                : 1 + saga.order().bandwidth().bitsPerSecond() / Byte.SIZE;
        long seconds = 1 + report.remaining().value() / rate;
        Instant atLeast = now.plusSeconds(Math.min(seconds, lease.total().toSeconds()));
        return predicted.isAfter(atLeast) ? predicted : atLeast;
    }

    private boolean extend(Instant until) {
        Instant again = clock.instant().plus(PAUSE);
        try {
            again = tryToExtend(until) ? again : Instant.MAX;
            return true;
        } finally {
            rest(again);
        }
    }

    private synchronized void rest(Instant again) {
        notBefore = again;
        asking = false;
    }

    /** @return false if it was refused for good */
    private boolean tryToExtend(Instant until) {
        try {
            Timed<Optional<LeaseEnds>> asked = calls.attempt(Step.EXTEND_LEASE, () -> ask(keeper.saga(), until));
            asked.value()
                    .map(ends -> new Timed<>(ends, asked.started(), asked.ended()))
                    .ifPresent(ends -> keeper.apply(s -> s.leaseExtended(ends)));
            return true;
        } catch (StepFailed e) {
            keeper.apply(s -> s.extensionRefused(e.record()));
            // a broker that was just started anew looks at what its elements have joined first
            return e.retryHelps() || e.failure().code() == FailureCode.STATE_FORBIDS;
        }
    }

    /** Empty if the switchover came first. */
    private Optional<LeaseEnds> ask(MigrationSaga saga, Instant until) {
        Possessions had = saga.possessions();
        Grant token = world.authority().renew(had.token().orElseThrow(), until);
        Instant end = token.expires().isBefore(until) ? token.expires() : until;
        if (isSwitching()) {
            return Optional.empty();
        }
        Instant path = world.lightpaths().extend(had.lightpath().orElseThrow().id(), token, end);
        if (isSwitching()) {
            return Optional.empty();
        }
        Instant room = world.sites().extend(saga.order().to(), saga.id(), end);
        world.guests().keepWayOpen(GuestCopy.order(saga));
        return Optional.of(new LeaseEnds(path, room));
    }

    private synchronized boolean isSwitching() {
        return switching;
    }
}
