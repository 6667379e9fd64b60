package org.vmturntable.traffic.migration;

import java.util.Optional;
import org.vmturntable.kernel.GridException;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestMover;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.guest.MoveListener;
import org.vmturntable.traffic.guest.MoveOrder;
import org.vmturntable.traffic.guest.MoveOutcome;
import org.vmturntable.traffic.site.HostingSites;

/** Finds out where a guest is whose move ended unobserved, or badly. */
final class Whereabouts {
    /** Where a guest is. */
    enum Place {
        HERE,
        THERE,
        /** The two sites' answers admit of both: whoever acts now may lose the guest or run it twice. */
        UNCLEAR
    }

    private final GuestMover guests;
    private final HostingSites sites;
    private final MoveListener listener;
    private Optional<MoveOutcome> outcome = Optional.empty();
    private Optional<Failure> badEnd = Optional.empty();
    private boolean cutOff;

    Whereabouts(GuestMover guests, HostingSites sites, MoveListener listener) {
        this.guests = guests;
        this.sites = sites;
        this.listener = listener;
    }

    /** What the move took, if its end was observed while asking. */
    Optional<MoveOutcome> outcome() {
        return outcome;
    }

    /** Why the move came to nothing, if its end was observed while asking. */
    Optional<Failure> badEnd() {
        return badEnd;
    }

    /** When last asked, it did not live here any more, and not all of it was at the destination. */
    boolean isCutOff() {
        return cutOff;
    }

    /** Asks this site and, if need be, the destination. Waits for a move that is still under way. */
    Place ask(MigrationOrder order, MoveOrder copy) {
        awaitEnd(copy);
        cutOff = false;
        GuestState here = guests.find(order.vm()).map(Guest::state).orElse(GuestState.ABSENT);
        return switch (here) {
            case RUNNING -> Place.HERE;
            case MOVING_OUT, ARRIVING -> Place.UNCLEAR;
            case PAUSED -> pausedHere(there(order));
            case SHUT_OFF -> shutOffHere(there(order));
            case ABSENT -> absentHere(there(order));
        };
    }

    private Place absentHere(GuestState there) {
        cutOff = there == GuestState.ARRIVING;
        return there == GuestState.RUNNING ? Place.THERE : Place.UNCLEAR;
    }

    /** That it ended badly says not yet where the guest is: that is asked next, and fails if the hypervisor cannot be asked. */
    private void awaitEnd(MoveOrder copy) {
        try {
            guests.awaitEnd(copy, listener).ifPresent(end -> outcome = Optional.of(end));
        } catch (GridException e) {
            badEnd = Optional.of(Failure.of(e));
        }
    }

    /** Paused here and running there may be a broken post-copy: part of its memory is then still here. */
    private static Place pausedHere(GuestState there) {
        return there == GuestState.ABSENT ? Place.HERE : Place.UNCLEAR;
    }

    /** A hypervisor may keep the definition of a guest that has moved out, or of one that has died. */
    private Place shutOffHere(GuestState there) {
        cutOff = there == GuestState.ARRIVING;
        return switch (there) {
            case RUNNING -> Place.THERE;
            case ABSENT -> Place.HERE;
            default -> Place.UNCLEAR;
        };
    }

    private GuestState there(MigrationOrder order) {
        return sites.arrival(order.to(), order.id()).guest();
    }
}
