package org.vmturntable.drac.lightpath;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.LightpathId;

/** Ends lightpaths, and keeps at it where an element does not let it. Its callers hold the reservation's lock. */
final class Cleaning {
    private final LightpathBook book;
    private final Switching switching;
    private final Timers timers;
    private final ReservationLocks locks;
    private final Set<LightpathId> beingRetried = ConcurrentHashMap.newKeySet();

    Cleaning(LightpathBook book, Switching switching, Timers timers, ReservationLocks locks) {
        this.book = book;
        this.switching = switching;
        this.timers = timers;
        this.locks = locks;
    }

    /** @param why {@code RELEASE} or {@code WINDOW_ENDED} */
    Lightpath end(LightpathId id, LightpathSignal why) {
        Lightpath lightpath = book.get(id);
        return switch (lightpath.state()) {
            case RELEASED, EXPIRED, FAILED -> lightpath;
            case REQUESTED -> book.move(id, LightpathSignal.TOKEN_REFUSED, "Ended before its token was used");
            case RESERVED -> book.move(id, why, "");
            case PROVISIONING, PROVISIONED, UNDOING -> {
                book.move(id, why, "");
                yield clean(id);
            }
            case RELEASING, STRANDED -> clean(id);
        };
    }

    /** Tries once to clean the elements of a lightpath that is {@code UNDOING}, {@code RELEASING} or {@code STRANDED}. */
    Lightpath clean(LightpathId id) {
        Lightpath lightpath = book.get(id);
        try {
            switching.disconnect(lightpath);
        } catch (GridException failed) {
            Lightpath stranded = lightpath.state() == LightpathState.STRANDED
                    ? lightpath
                    : book.move(id, LightpathSignal.CLEANING_FAILED, String.valueOf(failed.getMessage()));
            if (beingRetried.add(id)) {
                retry(stranded, timers.firstRetry());
            }
            return stranded;
        }
        return book.move(id, LightpathSignal.ELEMENTS_CLEAN, "");
    }

    private void retry(Lightpath stranded, Duration pause) {
        timers.after(
                pause,
                () -> locks.with(stranded.terms().reservation(), () -> {
                    LightpathId id = stranded.id();
                    boolean clean = book.get(id).state() != LightpathState.STRANDED
                            || clean(id).state() != LightpathState.STRANDED;
                    if (clean) {
                        beingRetried.remove(id);
                    } else {
                        retry(stranded, timers.longer(pause));
                    }
                    return clean;
                }));
    }
}
