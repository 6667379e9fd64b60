package org.vmturntable.libvirt;

import java.util.Optional;
import org.vmturntable.traffic.guest.GuestState;

/** A domain's state and the reason for it: {@code virDomainState} and its reasons in {@code libvirt-domain.h}. */
record DomainCondition(int state, int reason) {
    static final int RUNNING = 1;
    static final int BLOCKED = 2;
    static final int PAUSED = 3;
    static final int SHUT_DOWN = 4;
    static final int SHUT_OFF = 5;
    static final int CRASHED = 6;
    static final int SUSPENDED_BY_GUEST = 7;
    static final int RUNNING_IN_POST_COPY = 10;
    static final int RUNNING_IN_BROKEN_POST_COPY = 11;
    static final int PAUSED_FOR_MIGRATION = 2;
    static final int PAUSED_STARTING_UP = 11;
    static final int PAUSED_IN_POST_COPY = 12;
    static final int PAUSED_IN_BROKEN_POST_COPY = 13;
    static final int SHUT_OFF_MIGRATED = 4;
    static final int SHUT_OFF_FAILED = 6;
    /** No state of libvirt's: the domain is not known any more. */
    static final DomainCondition GONE = new DomainCondition(-1, 0);

    boolean runs() {
        return state == RUNNING || state == BLOCKED || state == SHUT_DOWN;
    }

    /** Runs here, and the rest of its memory is still to come: until then libvirt keeps much of what it knows back. */
    boolean lacksMemory(Optional<JobFigures> moveOut) {
        return inPostCopy() && !isBack(moveOut);
    }

    private boolean inPostCopy() {
        return state == RUNNING && (reason == RUNNING_IN_POST_COPY || reason == RUNNING_IN_BROKEN_POST_COPY);
    }

    /**
     * Runs on at its source after a switch that failed: QEMU 10.0 takes the guest back if its destination is lost when all has been
     * sent. libvirt 11.3 calls that a post-copy too, as at a destination, and keeps the move's job. Of a move that has failed QEMU has
     * no figures, and of one that has switched it has.
     *
     * @param moveOut the job; empty at a destination
     */
    boolean isBack(Optional<JobFigures> moveOut) {
        return inPostCopy() && moveOut.filter(job -> !job.copying()).isPresent();
    }

    /** Paused by a migration: about to leave, or not yet arrived. */
    boolean pausedByMove() {
        return state == PAUSED && (reason == PAUSED_FOR_MIGRATION || reason == PAUSED_STARTING_UP);
    }

    /**
     * Stopped here in post-copy. At its source it never runs again, whatever becomes of the move; at its destination it is about to.
     */
    boolean switched() {
        return state == PAUSED && (reason == PAUSED_IN_POST_COPY || isDivided());
    }

    /** The path was lost after the guest had switched: it waits for the rest of its memory, which is at the other site. */
    boolean isDivided() {
        return state == PAUSED && reason == PAUSED_IN_BROKEN_POST_COPY;
    }

    boolean movedAway() {
        return state == SHUT_OFF && reason == SHUT_OFF_MIGRATED;
    }

    /** It was to run here, and did not: so a guest ends whose arrival fails at the last moment. */
    boolean hasFailedToStart() {
        return state == SHUT_OFF && reason == SHUT_OFF_FAILED;
    }

    boolean dead() {
        return state == CRASHED || (state == SHUT_OFF && reason != SHUT_OFF_MIGRATED);
    }

    /** @param moveOut the move out of this host that libvirt says is under way */
    GuestState guestState(Optional<JobFigures> moveOut) {
        if (equals(GONE) || movedAway()) {
            return GuestState.ABSENT; // libvirt forgets it a moment after it has left
        }
        if (dead()) {
            return GuestState.SHUT_OFF; // also while libvirt still ends its move
        }
        if (switched() || (moveOut.isPresent() && !isBack(moveOut))) {
            return GuestState.MOVING_OUT;
        }
        if (pausedByMove()) {
            return GuestState.ARRIVING;
        }
        if (runs()) {
            return GuestState.RUNNING;
        }
        return state == PAUSED || state == SUSPENDED_BY_GUEST ? GuestState.PAUSED : GuestState.SHUT_OFF;
    }
}
