package org.vmturntable.drac.lightpath;

import java.time.Instant;
import org.vmturntable.drac.topology.Route;
import org.vmturntable.kernel.LightpathId;

/**
 * A lightpath at one moment.
 *
 * @param use under what its token is used up: its own id, or that of an earlier try for the same reservation
 * @param presenter who reserved it; only this key may provision and release it
 * @param since when it came into this state
 * @param note why it is in this state, for a person; empty if there is nothing to say
 * @param revision 0 at first, one more with each change
 */
public record Lightpath(
        LightpathId id,
        LightpathId use,
        LightpathTerms terms,
        Presenter presenter,
        Route route,
        LightpathState state,
        Instant since,
        String note,
        long revision) {

    static Lightpath requested(LightpathId id, LightpathId use, LightpathRequest request, Route route, Instant now) {
        return new Lightpath(
                id, use, request.terms(), request.presenter(), route, LightpathState.MOVES.start(), now, "", 0);
    }

    Lightpath on(LightpathSignal signal, Instant now, String why) {
        LightpathState next = LightpathState.MOVES.move(state, signal);
        return new Lightpath(id, use, terms, presenter, route, next, now, why, revision + 1);
    }

    /** @throws org.vmturntable.kernel.GridException {@code STATE_FORBIDS} if it is not there to be used, or has ended */
    Lightpath extended(Instant until) {
        LightpathState same = LightpathState.MOVES.move(state, LightpathSignal.EXTEND);
        return new Lightpath(id, use, terms.until(until), presenter, route, same, since, note, revision + 1);
    }
}
