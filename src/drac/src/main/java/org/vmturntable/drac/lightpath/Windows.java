package org.vmturntable.drac.lightpath;

import java.time.Instant;
import java.util.Map;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/** Ends lightpaths with their windows, and has windows last longer. */
final class Windows {
    private final LightpathBook book;
    private final TokenCheck tokens;
    private final Timekeeping time;
    private final Timers timers;
    private final ReservationLocks locks;
    private final Cleaning cleaning;

    Windows(
            LightpathBook book,
            TokenCheck tokens,
            Timekeeping time,
            Timers timers,
            ReservationLocks locks,
            Cleaning cleaning) {
        this.book = book;
        this.tokens = tokens;
        this.time = time;
        this.timers = timers;
        this.locks = locks;
        this.cleaning = cleaning;
    }

    /** Ends the lightpath when its window does, however often that is extended until then. */
    void watch(Lightpath lightpath) {
        timers.at(
                lightpath.terms().window().until(),
                () -> locks.with(lightpath.terms().reservation(), () -> endOrWatchOn(book.get(lightpath.id()))));
    }

    private Lightpath endOrWatchOn(Lightpath lightpath) {
        if (isOver(lightpath)) {
            return cleaning.end(lightpath.id(), LightpathSignal.WINDOW_ENDED);
        }
        if (lightpath.state().holds()) {
            watch(lightpath);
        }
        return lightpath;
    }

    /** @throws GridException {@link FailureCode#STATE_FORBIDS} before its window, or after it */
    void requireBegun(Lightpath lightpath) {
        Instant earliest = lightpath.terms().window().from().minus(time.tolerance());
        if (time.clock().instant().isBefore(earliest) || isOver(lightpath)) {
            throw forbidden(lightpath, "Not in the lightpath's window: ");
        }
    }

    /** The reservation's lock must be held. */
    Lightpath extend(Lightpath lightpath, String token, Instant until) {
        boolean usable = LightpathState.MOVES
                .next(lightpath.state(), LightpathSignal.EXTEND)
                .isPresent();
        if (!usable || isOver(lightpath)) {
            throw forbidden(lightpath, "The lightpath has ended, or is about to; its window: ");
        }
        if (!until.isAfter(lightpath.terms().window().until())) {
            return lightpath;
        }
        LightpathRequest longer = new LightpathRequest(lightpath.terms().until(until), lightpath.presenter(), token);
        tokens.verify(longer);
        tokens.redeem(longer, lightpath.use());
        return book.extend(lightpath.id(), until);
    }

    private boolean isOver(Lightpath lightpath) {
        return !lightpath.terms().window().until().isAfter(time.clock().instant());
    }

    private static GridException forbidden(Lightpath lightpath, String why) {
        return new GridException(
                FailureCode.STATE_FORBIDS,
                why + lightpath.terms().window(),
                Map.of(
                        "lightpath",
                        lightpath.id().toString(),
                        "state",
                        lightpath.state().name()));
    }
}
