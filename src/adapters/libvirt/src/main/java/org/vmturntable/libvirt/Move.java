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
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.MoveListener;
import org.vmturntable.traffic.guest.MoveOutcome;
import org.vmturntable.traffic.guest.MoveProgress;

/**
 * One move while it is under way: reports its progress, ends it when it stands still or is cancelled, and finds out how it
 * ended. Works the same for a move that this process began and for one that it found.
 */
final class Move {
    private static final Logger log = LoggerFactory.getLogger(Move.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(150);
    private static final Duration STALL_WHILE_COPYING = Duration.ofSeconds(5);
    private static final Duration STALL_WHILE_PREPARING = Duration.ofSeconds(60);
    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(40);
    private static final Duration LATE_EVENTS = Duration.ofSeconds(1);

    private final VmId vm;
    private final Hypervisor hypervisor;
    private final DomainEvents events;
    private final Clock clock;
    private final Instant begun;
    private final StallWatch stallWatch;
    private volatile boolean cancelled;
    private boolean pathLost;
    private JobFigures figures = new JobFigures(0, 0, 0, 0, 0);
    private Duration downtimeLimit = Duration.ZERO;

    /** Where the guest is when a move has ended. */
    private enum Whereabouts {
        NOT_SETTLED,
        HERE,
        AWAY,
        NOWHERE
    }

    Move(VmId vm, Hypervisor hypervisor, DomainEvents events, Clock clock) {
        this.vm = vm;
        this.hypervisor = hypervisor;
        this.events = events;
        this.clock = clock;
        this.begun = clock.instant();
        this.stallWatch = new StallWatch(STALL_WHILE_COPYING, STALL_WHILE_PREPARING, begun);
    }

    void cancel() {
        cancelled = true;
        abort();
    }

    /** Follows a call of this process to its end. */
    MoveOutcome follow(CompletableFuture<Void> call, MoveListener progress) {
        Optional<Throwable> failure = ended(call);
        while (!call.isDone()) {
            look(progress);
            failure = ended(call);
        }
        Whereabouts where = failure.isEmpty() ? Whereabouts.AWAY : settle();
        return conclude(where, failure.orElse(null), progress);
    }

    /** Follows a move that was found under way to its end. */
    MoveOutcome follow(MoveListener progress) {
        while (look(progress)) {
            pause();
        }
        return conclude(settle(), null, progress);
    }

    /** Gives the call a while to end; how it failed, if it did. */
    private Optional<Throwable> ended(CompletableFuture<Void> call) {
        try {
            call.get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.ofNullable(e.getCause());
        } catch (InterruptedException e) {
            throw leaving(e);
        }
    }

    /** Reports and acts once; false if no move is under way. While libvirtd is away there is nothing to see: true. */
    private boolean look(MoveListener progress) {
        Optional<JobFigures> now;
        try {
            now = job();
        } catch (GridException e) {
            if (hypervisor.isClosed()) {
                throw leaving(e);
            }
            log.warn("The move of {} cannot be watched now: {}", vm, e.getMessage());
            return true;
        }
        now.ifPresent(seen -> act(seen, progress));
        return now.isPresent();
    }

    private void act(JobFigures seen, MoveListener progress) {
        figures = seen;
        progress.progressed(seen.progress(stopped().isPresent()));
        if (stallWatch.stalled(seen, clock.instant())) {
            log.warn("The copy of {} stands still at {} bytes; ending it", vm, seen.processed());
            pathLost = true;
            abort();
        } else if (cancelled) {
            // Again and again: an order given before libvirt's job had begun was lost.
            abort();
        } else if (seen.copying()) {
            limitDowntime(DowntimeLimit.atPass(seen.pass()));
        }
    }

    private Optional<JobFigures> job() {
        return hypervisor.call("watched", connection -> {
            Optional<DomainHandle> found = DomainHandle.find(connection, vm);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            try (DomainHandle domain = found.get()) {
                return domain.moveOut();
            }
        });
    }

    private void limitDowntime(Duration limit) {
        if (limit.equals(downtimeLimit)) {
            return;
        }
        onDomain("given less time to stand still", domain -> domain.migrateSetMaxDowntime(limit.toMillis()));
        downtimeLimit = limit;
    }

    private void abort() {
        onDomain("kept from moving", Domain::abortJob);
    }

    /** What is done to a libvirt domain. */
    private interface DomainAction {
        void on(Domain domain) throws LibvirtException;
    }

    /** For what makes no difference when the move has just ended. */
    private void onDomain(String what, DomainAction action) {
        try {
            hypervisor.call(what, connection -> {
                Domain domain = connection.domainLookupByUUIDString(vm.toString());
                try {
                    action.on(domain);
                } finally {
                    domain.free();
                }
                return domain;
            });
        } catch (GridException e) {
            log.debug("{} could not be {}", vm, what, e);
        }
    }

    /** Waits until libvirt has put the guest somewhere; after a restart of libvirtd that takes it a moment. */
    private Whereabouts settle() {
        Instant deadline = clock.instant().plus(SETTLES_WITHIN);
        while (clock.instant().isBefore(deadline)) {
            Whereabouts where = whereabouts();
            if (where != Whereabouts.NOT_SETTLED) {
                return where;
            }
            pause();
        }
        return Whereabouts.NOT_SETTLED;
    }

    private Whereabouts whereabouts() {
        try {
            return hypervisor.call("looked for", connection -> {
                Optional<DomainHandle> found = DomainHandle.find(connection, vm);
                if (found.isEmpty()) {
                    return events.of(vm).died() ? Whereabouts.NOWHERE : Whereabouts.AWAY;
                }
                try (DomainHandle domain = found.get()) {
                    return whereabouts(domain);
                }
            });
        } catch (GridException e) {
            if (hypervisor.isClosed()) {
                throw leaving(e);
            }
            log.debug("Cannot see yet how the move of {} ended", vm, e);
            return Whereabouts.NOT_SETTLED;
        }
    }

    private static Whereabouts whereabouts(DomainHandle domain) {
        boolean movingOut = domain.moveOut().isPresent();
        DomainCondition condition = domain.condition();
        if (condition.equals(DomainCondition.GONE)) {
            return Whereabouts.NOT_SETTLED; // the next look-up says what that means
        }
        if (condition.dead()) {
            return Whereabouts.NOWHERE;
        }
        if (condition.movedAway()) {
            return Whereabouts.AWAY;
        }
        return condition.pausedByMove() || movingOut ? Whereabouts.NOT_SETTLED : Whereabouts.HERE;
    }

    private MoveOutcome conclude(Whereabouts where, @Nullable Throwable failure, MoveListener progress) {
        return switch (where) {
            case AWAY -> moved(progress);
            case HERE -> throw stayed(failure);
            case NOWHERE ->
                throw Failures.ofVm(
                        FailureCode.GUEST_LOST, "VM " + vm + " ended while it was being moved", vm, failure);
            case NOT_SETTLED ->
                throw Failures.ofVm(
                        FailureCode.HYPERVISOR_FAILED,
                        "It is not known how the move of VM " + vm + " ended",
                        vm,
                        failure);
        };
    }

    private MoveOutcome moved(MoveListener progress) {
        awaitLateEvents();
        JobFigures last = events.of(vm).completedMove().orElse(figures);
        progress.progressed(last.progress(MoveProgress.Phase.DONE));
        return new MoveOutcome(new Bytes(last.processed()), stopped());
    }

    /** Events come on another connection than the call's answer. */
    private void awaitLateEvents() {
        Instant deadline = clock.instant().plus(LATE_EVENTS);
        while ((stopped().isEmpty() || events.of(vm).completedMove().isEmpty())
                && clock.instant().isBefore(deadline)) {
            pause();
        }
    }

    private GridException stayed(@Nullable Throwable failure) {
        if (cancelled) {
            return Failures.ofVm(FailureCode.CANCELLED, "The move of VM " + vm + " was cancelled", vm, failure);
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

    private Optional<Instant> stopped() {
        return events.of(vm).stopped().filter(at -> !at.isBefore(begun));
    }

    private void pause() {
        try {
            Thread.sleep(LOOK_EVERY.toMillis());
        } catch (InterruptedException e) {
            throw leaving(e);
        }
    }

    /** This process stops watching; the hypervisors go on. */
    private GridException leaving(Exception cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return Failures.ofVm(
                FailureCode.SHUTTING_DOWN, "The move of VM " + vm + " goes on, but is not watched any more", vm, cause);
    }
}
