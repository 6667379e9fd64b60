package org.vmturntable.libvirt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.guest.MoveListener;
import org.vmturntable.traffic.guest.MoveOutcome;
import org.vmturntable.traffic.guest.MoveProgress;

/**
 * One move while it is under way: reports its progress, steers it to its switchover, ends it when it stands still or is cancelled,
 * and finds out how it ended. Works the same for a move that this process began and for one that it found.
 */
final class Move {
    private static final Logger log = LoggerFactory.getLogger(Move.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(150);
    private static final Duration LOOK_CLOSELY_EVERY = Duration.ofMillis(10);
    private static final Duration STALL_WHILE_COPYING = Duration.ofSeconds(5);
    private static final Duration STALL_WHILE_PREPARING = Duration.ofSeconds(60);
    /** In which libvirt's call ends, and clears the destination, unless that still waits for the memory of a guest that has died here. */
    private static final Duration CALL_OUTLIVES = Duration.ofSeconds(30);

    /** libvirt 11.3 aborts such a job by none of its calls, and takes it up again when it is restarted (docs/adr/0009). */
    static final String KEPT_JOB =
            "libvirtd keeps the job of a move whose switch failed, and begins no other before the guest has"
                    + " been shut down and libvirtd restarted";

    private final VmId vm;
    private final Hypervisor hypervisor;
    private final MovingDomain domain;
    private final DomainEvents events;
    private final Steering steering;
    private final Shield shield;
    private final Way way;
    private final GuestDisks disks;
    private final Clock clock;
    private final SwitchPreparation preparation;
    private final Ending ending;
    private final StallWatch stallWatch;
    private volatile boolean cancelled;
    private boolean pathLost;
    private @Nullable GridException refusal;
    private JobFigures figures = new JobFigures(0, 0, 0, 0, 0);
    private Instant reported = Instant.MIN;
    private Instant lookedAround = Instant.MIN;
    private Optional<Instant> seenOver = Optional.empty();

    Move(
            VmId vm,
            Hypervisor hypervisor,
            DomainEvents events,
            Steering steering,
            Shield shield,
            Way way,
            GuestDisks disks,
            Clock clock) {
        this.vm = vm;
        this.hypervisor = hypervisor;
        this.domain = new MovingDomain(vm, hypervisor);
        this.events = events;
        this.steering = steering;
        this.shield = shield;
        this.way = way;
        this.disks = disks;
        this.clock = clock;
        disks.onceTheLastIsOnItsWay(way::letFollow);
        Instant begun = clock.instant();
        this.preparation = new SwitchPreparation(vm);
        this.ending = new Ending(vm, hypervisor, domain, events, begun, clock);
        this.stallWatch = new StallWatch(STALL_WHILE_COPYING, STALL_WHILE_PREPARING, begun);
    }

    void cancel() {
        cancelled = true;
        domain.abort();
    }

    /**
     * Follows a call of this process to its end, or until the guest has left: the libvirtds then only take leave of each other, with
     * some ways over the ocean and back, and for that nobody needs to wait. The call for a guest that has died here after its switch
     * does not end before somebody ends what is left of it at the destination.
     */
    MoveEnd follow(CompletableFuture<Void> call, MoveListener listener) {
        boolean over = ended(call);
        while (!over) {
            look(listener);
            over = ended(call) || events.of(vm).left() || isLongOver();
        }
        if (events.of(vm).left()) {
            removeRemnantIfFailing(call, listener);
            return MoveEnd.AWAY;
        }
        return call.isDone() && failure(call).isEmpty() ? MoveEnd.AWAY : follow(listener);
    }

    private boolean isLongOver() {
        if (seenOver.isEmpty() && events.of(vm).died()) {
            seenOver = Optional.of(clock.instant());
        }
        return seenOver.filter(since -> Duration.between(since, clock.instant()).compareTo(CALL_OUTLIVES) >= 0)
                .isPresent();
    }

    /** Libvirt itself forgets a guest that has left, with the end of its call; which may come when the guest is here again. */
    private void removeRemnantIfFailing(CompletableFuture<Void> leaveTaking, MoveListener listener) {
        var unused = leaveTaking.whenComplete((nothing, failure) -> {
            if (failure != null && events.of(vm).left()) {
                log.warn("Libvirt has not ended the move of {} in order: {}", vm, failure.getMessage());
                removeRemnant(listener);
            }
        });
    }

    /** Libvirt may have ended the guest at its destination after all: then what is here is all that is left of it. */
    private void removeRemnant(MoveListener listener) {
        try {
            GuestState there = listener.stateThere();
            if (there == GuestState.RUNNING) {
                domain.removeRemnant();
            } else {
                log.error("VM {} does not run at its destination ({}): what is left of it here is kept", vm, there);
            }
        } catch (GridException e) {
            log.error("It is not known if VM {} runs at its destination: what is left of it here is kept", vm, e);
        }
    }

    /** Follows a move that was found under way to its end. */
    MoveEnd follow(MoveListener listener) {
        while (look(listener)) {
            pause();
        }
        return ending.settled();
    }

    /** Gives the call a while to end. */
    private boolean ended(CompletableFuture<Void> call) {
        try {
            call.get(nextLook().toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            log.info("libvirt's call to move {} has failed: {}", vm, e.getMessage());
            return true;
        } catch (InterruptedException e) {
            throw ending.leaving(e);
        }
    }

    /** How a call failed, if it has ended and did. */
    static Optional<Throwable> failure(CompletableFuture<Void> call) {
        return call.handle((nothing, failure) -> Optional.ofNullable(failure)).getNow(Optional.empty());
    }

    private Duration nextLook() {
        return steering.near(figures) ? LOOK_CLOSELY_EVERY : LOOK_EVERY;
    }

    /** Reports and acts once; false if no move is under way, or it waits for a new path. While libvirtd is away: true. */
    private boolean look(MoveListener listener) {
        Optional<JobFigures> close = looksAllAroundLately() ? steering.closely(figures) : Optional.empty();
        if (close.isPresent() && !mustNotSwitch()) {
            figures = close.get();
            steer(figures, listener);
            return true;
        }
        return lookAllAround(listener);
    }

    /** Near the switch there is no time to ask libvirt, and the gate, each time. */
    private boolean looksAllAroundLately() {
        return Duration.between(lookedAround, clock.instant()).compareTo(LOOK_EVERY) < 0;
    }

    private boolean lookAllAround(MoveListener listener) {
        lookedAround = clock.instant();
        MovingDomain.Sight sight;
        try {
            sight = domain.sight();
        } catch (GridException e) {
            if (hypervisor.isClosed()) {
                throw ending.leaving(e);
            }
            log.warn("The move of {} cannot be watched now: {}", vm, e.getMessage());
            return true;
        }
        if (sight.condition().isDivided()) {
            return false;
        }
        if (sight.condition().dead()) {
            seenOver = seenOver.or(() -> Optional.of(clock.instant()));
            return false; // of whatever is still under way nothing comes any more
        }
        if (sight.isBack()) {
            seenOver = seenOver.or(() -> Optional.of(clock.instant()));
            return false;
        }
        sight.job().ifPresent(seen -> act(seen, sight.condition().switched(), listener));
        return sight.job().isPresent();
    }

    private void act(JobFigures seen, boolean switched, MoveListener listener) {
        figures = seen;
        report(seen, switched, listener);
        shield.look(seen.remaining(), switched || steering.hasSwitched(), listener);
        boolean stalled = stallWatch.stalled(seen, clock.instant());
        if (switched) {
            if (stalled) {
                // Not to be ended: the guest lives at the destination, and TCP takes up a path that comes back.
                log.warn("The path carries nothing more of {}, which has switched; it waits", vm);
            }
        } else if (stalled) {
            log.warn("The copy of {} stands still at {} bytes; ending it", vm, seen.processed());
            pathLost = true;
            domain.abort();
        } else if (mustNotSwitch()) {
            // Again and again: an order given before libvirt's job had begun was lost.
            domain.abort();
        } else if (seen.copying()) {
            steer(seen, listener);
        }
    }

    private void steer(JobFigures seen, MoveListener listener) {
        switch (steering.steer(seen, preparation.isDone())) {
            case GO_ON -> {}
            case PREPARE -> preparation.begin(() -> prepare(listener));
            case SWITCH -> switchOver();
        }
    }

    private boolean mustNotSwitch() {
        disks.failure().ifPresent(this::refuse);
        preparation.failure().ifPresent(this::refuse);
        return cancelled || refusal != null;
    }

    /** The guest stays, and the move ends with this. */
    void refuse(GridException why) {
        refusal = why;
    }

    private void report(JobFigures seen, boolean switched, MoveListener listener) {
        if (Duration.between(reported, clock.instant()).compareTo(LOOK_EVERY) >= 0) {
            reported = clock.instant();
            listener.progressed(
                    switched ? seen.progress(MoveProgress.Phase.POST_COPY) : seen.progress(ending.hasStopped()));
        }
    }

    /** The traffic goes both ways, and of the disks next to nothing is left to go; some round trips. */
    private void prepare(MoveListener listener) {
        disks.aboutToSwitch();
        listener.aboutToSwitch();
        disks.awaitSettled();
    }

    private void switchOver() {
        try {
            if (disks.present()) {
                steering.hold(); // what is still copied would stand before the disks' last blocks
                way.prepareSwitch();
                disks.hush();
            }
            requireWhole();
        } catch (GridException e) {
            refusal = e;
        }
        if (mustNotSwitch()) {
            domain.abort();
            return;
        }
        try {
            steering.drain();
            disks.switchOver();
            steering.switchOver();
        } catch (InterruptedException e) {
            throw ending.leaving(e);
        }
        if (!steering.hasSwitched() && disks.present()) {
            // what holds the memory back until the disks are whole is made for post-copy
            refuse(Failures.ofVm(
                    FailureCode.COPY_FAILED,
                    "VM " + vm + " has disks, and its switch by post-copy was refused",
                    vm,
                    null));
            domain.abort();
        }
    }

    /** While all else was prepared nobody looked at the path. */
    private void requireWhole() {
        if (shield.isBroken()) {
            throw Failures.ofVm(
                    FailureCode.PATH_LOST, "The stream of VM " + vm + " broke as it was to switch", vm, null);
        }
    }

    MoveOutcome conclude(MoveEnd end, @Nullable Throwable failure, MoveListener listener) {
        // an order to the edges that came after the caller's undo would stay
        preparation.join();
        return switch (end) {
            case AWAY -> ending.moved(figures, steering.reason(), listener);
            case HERE -> throw stayed(failure);
            case NOWHERE ->
                throw Failures.ofVm(
                        FailureCode.GUEST_LOST, "VM " + vm + " ended while it was being moved", vm, failure);
            case DIVIDED ->
                throw Failures.ofVm(
                        FailureCode.MEMORY_DIVIDED,
                        "VM " + vm + " has switched, and waits at its destination for the memory that the path did"
                                + " not carry any more",
                        vm,
                        failure);
            case NOT_SETTLED ->
                throw Failures.ofVm(
                        FailureCode.HYPERVISOR_FAILED,
                        "It is not known how the move of VM " + vm + " ended",
                        vm,
                        failure);
        };
    }

    private GridException stayed(@Nullable Throwable failure) {
        if (refusal != null) {
            return refusal;
        }
        if (cancelled) {
            return Failures.ofVm(FailureCode.CANCELLED, "The move of VM " + vm + " was cancelled", vm, failure);
        }
        if (ending.isBack()) {
            return Failures.ofVm(
                    FailureCode.COPY_FAILED,
                    "VM " + vm + " could not run at its destination; it goes on here, and " + KEPT_JOB,
                    vm,
                    failure);
        }
        if (pathLost) {
            return Failures.ofVm(
                    FailureCode.PATH_LOST,
                    "The path carried nothing more of VM " + vm + "; it goes on here",
                    vm,
                    failure);
        }
        return Failures.ofVm(
                FailureCode.COPY_FAILED, "VM " + vm + " could not be copied; it goes on here", vm, failure);
    }

    /** How it stands to have ended, as far as can be seen now. */
    MoveEnd end() {
        return ending.now();
    }

    /** True if the guest had switched, and runs on here because it could not run at its destination. */
    boolean isBack() {
        return ending.isBack();
    }

    private void pause() {
        rest(nextLook());
    }

    void rest(Duration time) {
        ending.rest(time);
    }
}
