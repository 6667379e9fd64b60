package org.vmturntable.libvirt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.MoveListener;
import org.vmturntable.traffic.guest.MoveOutcome;
import org.vmturntable.traffic.guest.MoveProgress;
import org.vmturntable.traffic.guest.Switchover;

/** Finds out how one move has ended: by what libvirt shows of its guest here, and by the events that were heard of it. */
final class Ending {
    private static final Logger log = LoggerFactory.getLogger(Ending.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(150);
    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(40);
    private static final Duration LATE_EVENTS = Duration.ofSeconds(1);

    private final VmId vm;
    private final Hypervisor hypervisor;
    private final MovingDomain domain;
    private final DomainEvents events;
    private final Instant begun;
    private final Clock clock;
    private boolean back;

    /** @param begun when the move was: a stop of before is none of it */
    Ending(VmId vm, Hypervisor hypervisor, MovingDomain domain, DomainEvents events, Instant begun, Clock clock) {
        this.vm = vm;
        this.hypervisor = hypervisor;
        this.domain = domain;
        this.events = events;
        this.begun = begun;
        this.clock = clock;
    }

    /** Waits until libvirt has put the guest somewhere; after a restart of libvirtd that takes it a moment. */
    MoveEnd settled() {
        Instant deadline = clock.instant().plus(SETTLES_WITHIN);
        while (clock.instant().isBefore(deadline)) {
            MoveEnd end = now();
            if (end != MoveEnd.NOT_SETTLED) {
                return end;
            }
            rest(LOOK_EVERY);
        }
        return MoveEnd.NOT_SETTLED;
    }

    /** How the move stands to have ended, as far as can be seen now. */
    MoveEnd now() {
        try {
            MovingDomain.Sight sight = domain.sight();
            if (sight.condition().equals(DomainCondition.GONE)) {
                return events.of(vm).died() ? MoveEnd.NOWHERE : MoveEnd.AWAY;
            }
            return seen(sight);
        } catch (GridException e) {
            if (hypervisor.isClosed()) {
                throw leaving(e);
            }
            log.debug("Cannot see yet how the move of {} ended", vm, e);
            return MoveEnd.NOT_SETTLED;
        }
    }

    private MoveEnd seen(MovingDomain.Sight sight) {
        DomainCondition condition = sight.condition();
        if (condition.isDivided()) {
            return MoveEnd.DIVIDED;
        }
        if (condition.dead()) {
            return MoveEnd.NOWHERE;
        }
        if (condition.movedAway()) {
            domain.forget(); // libvirt does it itself unless its own call had failed on the way
            return MoveEnd.AWAY;
        }
        if (sight.isBack()) {
            back = true;
            return MoveEnd.HERE;
        }
        boolean moving =
                condition.pausedByMove() || condition.switched() || sight.job().isPresent();
        return moving ? MoveEnd.NOT_SETTLED : MoveEnd.HERE;
    }

    /** True if the guest had switched, and runs on here because it could not run at its destination. */
    boolean isBack() {
        return back;
    }

    /**
     * What has become of a guest that has left.
     *
     * @param last the figures that were seen last: those that libvirt tells at the end are better
     * @param reason why it switched as it did
     */
    MoveOutcome moved(JobFigures last, String reason, MoveListener listener) {
        awaitLateEvents();
        JobFigures figures = events.of(vm).completedMove().orElse(last);
        listener.progressed(figures.progress(MoveProgress.Phase.DONE));
        return new MoveOutcome(new Bytes(figures.processed()), stopped(), switchover(reason));
    }

    private Switchover switchover(String reason) {
        if (events.of(vm).switched()) {
            return new Switchover(Switchover.Way.POST_COPY, reason);
        }
        return hasStopped() ? new Switchover(Switchover.Way.PRE_COPY, reason) : Switchover.UNOBSERVED;
    }

    /** Events come on another connection than the call's answer. */
    private void awaitLateEvents() {
        Instant deadline = clock.instant().plus(LATE_EVENTS);
        while ((stopped().isEmpty() || events.of(vm).completedMove().isEmpty())
                && clock.instant().isBefore(deadline)) {
            rest(LOOK_EVERY);
        }
    }

    private Optional<Instant> stopped() {
        return events.of(vm).stopped().filter(at -> !at.isBefore(begun));
    }

    /** True once the guest was heard to stop. */
    boolean hasStopped() {
        return stopped().isPresent();
    }

    /** @throws GridException as {@link #leaving} */
    void rest(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw leaving(e);
        }
    }

    /** This process stops watching; the hypervisors go on. */
    GridException leaving(Exception cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return Failures.ofVm(
                FailureCode.SHUTTING_DOWN, "The move of VM " + vm + " goes on, but is not watched any more", vm, cause);
    }
}
