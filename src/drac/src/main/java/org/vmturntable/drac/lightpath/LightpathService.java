package org.vmturntable.drac.lightpath;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.vmturntable.drac.topology.PathEnds;
import org.vmturntable.drac.topology.Route;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.TimeWindow;

/**
 * DRAC's face to its callers: lightpaths are reserved against a token, provisioned, queried and released. Each reservation's calls
 * are done one after the other; those of different reservations do not wait for one another's elements.
 *
 * <p>A lightpath that nobody releases ends with its window. One whose elements cannot be cleaned is {@code STRANDED}, keeps what it
 * has on the ledger, and is tried again until it is clean.
 */
public final class LightpathService {
    private final LightpathBook book;
    private final TokenCheck tokens;
    private final Timekeeping time;
    private final Supplier<LightpathId> ids;
    private final Cleaning cleaning;
    private final Switching switching;
    private final ReservationLocks locks = new ReservationLocks();
    private final Timers timers;
    private final Windows windows;

    /** Call {@link #recover} once before anything else. */
    public LightpathService(
            Network network, LightpathStore store, TokenCheck tokens, Timekeeping time, Supplier<LightpathId> ids) {
        this.book = new LightpathBook(network.topology(), store, time.clock());
        this.tokens = tokens;
        this.time = time;
        this.ids = ids;
        this.switching = new Switching(network);
        this.timers = new Timers(time, network.workers());
        this.cleaning = new Cleaning(book, switching, timers, locks);
        this.windows = new Windows(book, tokens, time, timers, locks, cleaning);
    }

    /**
     * Takes up what was there before a restart. The ledger is complete when this returns; elements are brought in line with it in
     * the background.
     */
    public void recover() {
        for (Lightpath lightpath : book.load()) {
            windows.watch(lightpath);
            timers.soon(
                    () -> underLock(lightpath, () -> new Recovery(book, switching, cleaning).settle(lightpath.id())));
        }
    }

    /** Tells the listener of every change from now on. */
    public void listen(LightpathListener listener) {
        book.listen(listener);
    }

    /**
     * The route that a lightpath would take which was reserved now. Books nothing, and promises nothing.
     *
     * @throws GridException as {@link #reserve} for want of a path
     */
    public Route survey(PathEnds ends, Bandwidth bandwidth, TimeWindow window) {
        return book.survey(ends, bandwidth, window);
    }

    /**
     * Books a lightpath and uses its token up. Asked again for the same reservation while that holds something, it answers the same
     * lightpath, with the window that it has. Blocks for a call to the token's issuer; switches nothing.
     *
     * @return in state {@code RESERVED} or, when asked again, further
     * @throws GridException with a {@code TOKEN_…} code; {@link FailureCode#NO_PATH}, {@link FailureCode#BANDWIDTH_ABOVE_LINK},
     *     {@link FailureCode#PORT_IN_USE}, {@link FailureCode#NO_PATH_IN_WINDOW}, {@link FailureCode#NO_LABEL_FREE};
     *     {@link FailureCode#PORT_UNKNOWN}; {@link FailureCode#REQUEST_REUSED} if the reservation is for something else;
     *     {@link FailureCode#REQUEST_MALFORMED} if the window is over. Nothing is booked then.
     */
    public Lightpath reserve(LightpathRequest request) {
        tokens.verify(request);
        Instant now = time.clock().instant();
        if (!request.terms().window().until().isAfter(now)) {
            throw new GridException(
                    FailureCode.REQUEST_MALFORMED,
                    "The window is over: " + request.terms().window());
        }
        return locks.with(request.terms().reservation(), () -> reserveLocked(request));
    }

    private Lightpath reserveLocked(LightpathRequest request) {
        List<Lightpath> earlier = book.of(request.terms().reservation());
        Optional<Lightpath> held =
                earlier.stream().filter(one -> one.state().holds()).findFirst();
        if (held.isPresent()) {
            return same(held.get(), request);
        }
        LightpathId id = ids.get();
        Lightpath booked = book.book(id, useFor(earlier, id), request);
        Lightpath reserved = redeem(booked, request);
        windows.watch(reserved);
        return reserved;
    }

    /**
     * A try that failed at the issuer may have been counted there all the same, its answer lost. The next one repeats that use, so
     * that it is not refused as a second.
     */
    private static LightpathId useFor(List<Lightpath> earlier, LightpathId id) {
        boolean neverReserved = earlier.stream().allMatch(one -> one.state() == LightpathState.FAILED);
        return neverReserved && !earlier.isEmpty() ? earlier.get(0).use() : id;
    }

    private Lightpath redeem(Lightpath booked, LightpathRequest request) {
        try {
            tokens.redeem(request, booked.use());
        } catch (RuntimeException refused) {
            // Whatever went wrong, a booking without a right to it must not stay.
            book.move(booked.id(), LightpathSignal.TOKEN_REFUSED, String.valueOf(refused.getMessage()));
            throw refused;
        }
        return book.move(booked.id(), LightpathSignal.TOKEN_REDEEMED, "");
    }

    private static Lightpath same(Lightpath held, LightpathRequest request) {
        LightpathTerms had = held.terms();
        LightpathTerms asked = request.terms();
        boolean same = had.vm().equals(asked.vm())
                && had.ends().equals(asked.ends())
                && had.bandwidth().equals(asked.bandwidth())
                && held.presenter().key().equals(request.presenter().key());
        if (!same) {
            throw new GridException(
                    FailureCode.REQUEST_REUSED,
                    "Reservation " + asked.reservation() + " holds another lightpath",
                    Map.of("lightpath", held.id().toString()));
        }
        return held;
    }

    /**
     * Switches all elements of the lightpath, in parallel, and returns when each was read back. If one fails, all are undone and
     * the lightpath is reserved as before (or {@code STRANDED} if that fails too). Does nothing if it is provisioned.
     *
     * @throws GridException {@link FailureCode#ELEMENT_UNREACHABLE}, {@link FailureCode#ELEMENT_REFUSED};
     *     {@link FailureCode#LIGHTPATH_UNKNOWN}; {@link FailureCode#CALLER_NOT_PERMITTED} if another reserved it;
     *     {@link FailureCode#STATE_FORBIDS} outside its window or if it has ended
     */
    public Lightpath provision(LightpathId id, Presenter presenter) {
        return underLock(owned(id, presenter), () -> provisionLocked(book.get(id)));
    }

    private Lightpath provisionLocked(Lightpath lightpath) {
        LightpathId id = lightpath.id();
        if (lightpath.state() == LightpathState.PROVISIONED) {
            return lightpath;
        }
        windows.requireBegun(lightpath);
        if (lightpath.state() != LightpathState.PROVISIONING) {
            book.move(id, LightpathSignal.PROVISION, "");
        }
        try {
            switching.connect(book.get(id));
        } catch (GridException failed) {
            book.move(id, LightpathSignal.SWITCHING_FAILED, String.valueOf(failed.getMessage()));
            cleaning.clean(id);
            throw failed;
        }
        return book.move(id, LightpathSignal.ELEMENTS_SWITCHED, "");
    }

    /**
     * Has the lightpath last until then: its bandwidth, ports and label on the ledger for the added time, all of them or none. Does
     * nothing if it lasts so long already. Blocks for a call to the token's issuer.
     *
     * @param token gives the right to the whole longer window; counts as the use by which the lightpath was booked
     * @throws GridException with a {@code TOKEN_…} code; {@link FailureCode#NO_PATH_IN_WINDOW}, {@link FailureCode#PORT_IN_USE} or
     *     {@link FailureCode#NO_LABEL_FREE} if others have booked that time; {@link FailureCode#LIGHTPATH_UNKNOWN};
     *     {@link FailureCode#CALLER_NOT_PERMITTED} if another reserved it; {@link FailureCode#STATE_FORBIDS} if it has ended. It
     *     lasts as long as before then.
     */
    public Lightpath extend(LightpathId id, Presenter presenter, String token, Instant until) {
        return underLock(owned(id, presenter), () -> windows.extend(book.get(id), token, until));
    }

    /**
     * Cleans the elements and frees what the lightpath has on the ledger. Does nothing if it holds nothing. Blocks until each
     * element was read back or did not answer.
     *
     * @return in state {@code RELEASED}, or {@code STRANDED} if an element could not be cleaned: it then holds on, and is tried
     *     again without the caller; or as it ended before
     * @throws GridException {@link FailureCode#LIGHTPATH_UNKNOWN}; {@link FailureCode#CALLER_NOT_PERMITTED} if another reserved it
     */
    public Lightpath release(LightpathId id, Presenter presenter) {
        return underLock(owned(id, presenter), () -> cleaning.end(id, LightpathSignal.RELEASE));
    }

    /** As {@link #release}, for whoever may release any lightpath; the caller checks that. */
    public Lightpath releaseByOperator(LightpathId id) {
        return underLock(book.get(id), () -> cleaning.end(id, LightpathSignal.RELEASE));
    }

    /**
     * Releases whatever the reservation holds.
     *
     * @return each of its lightpaths as it then is, the oldest first; empty if it never had one
     * @throws GridException {@link FailureCode#CALLER_NOT_PERMITTED} if another reserved one of them; nothing is released then
     */
    public List<Lightpath> releaseAllOf(MigrationId reservation, Presenter presenter) {
        return locks.with(reservation, () -> {
            List<Lightpath> all = book.of(reservation);
            all.forEach(lightpath -> checkOwner(lightpath, presenter));
            return all.stream()
                    .map(lightpath -> cleaning.end(lightpath.id(), LightpathSignal.RELEASE))
                    .toList();
        });
    }

    /** @throws GridException {@link FailureCode#LIGHTPATH_UNKNOWN} if there never was one of that id */
    public Lightpath get(LightpathId id) {
        return book.get(id);
    }

    /** Every try for the reservation, the oldest first; may be empty. */
    public List<Lightpath> of(MigrationId reservation) {
        return book.of(reservation);
    }

    /** Also those that have ended, the newest first, at most so many. */
    public List<Lightpath> newest(int limit) {
        return book.newest(limit);
    }

    private Lightpath owned(LightpathId id, Presenter presenter) {
        Lightpath lightpath = book.get(id);
        checkOwner(lightpath, presenter);
        return lightpath;
    }

    private static void checkOwner(Lightpath lightpath, Presenter presenter) {
        if (!lightpath.presenter().key().equals(presenter.key())) {
            throw new GridException(
                    FailureCode.CALLER_NOT_PERMITTED,
                    "Another reserved lightpath " + lightpath.id(),
                    Map.of("lightpath", lightpath.id().toString()));
        }
    }

    private Lightpath underLock(Lightpath lightpath, Supplier<Lightpath> action) {
        return locks.with(lightpath.terms().reservation(), action);
    }
}
