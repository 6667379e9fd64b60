package org.vmturntable.drac.lightpath;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.drac.ledger.Booking;
import org.vmturntable.drac.ledger.Ledger;
import org.vmturntable.drac.path.PathComputation;
import org.vmturntable.drac.topology.PathEnds;
import org.vmturntable.drac.topology.Route;
import org.vmturntable.drac.topology.Topology;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.TimeWindow;

/**
 * The one place where a lightpath's state changes: the store first, then memory and the ledger, then who listens. What it knows in
 * memory is exactly what holds something.
 */
final class LightpathBook {
    private static final Logger LOG = LoggerFactory.getLogger(LightpathBook.class);

    private final LightpathStore store;
    private final Clock clock;
    private final Ledger ledger;
    private final PathComputation paths;
    private final Map<LightpathId, Lightpath> holding = new ConcurrentHashMap<>();
    private final List<LightpathListener> listeners = new CopyOnWriteArrayList<>();

    LightpathBook(Topology topology, LightpathStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.ledger = new Ledger(topology);
        this.paths = new PathComputation(topology, ledger);
    }

    void listen(LightpathListener listener) {
        listeners.add(listener);
    }

    /** Puts what the store says is held on the ledger; to be called once, before anything else. */
    synchronized List<Lightpath> load() {
        List<Lightpath> stored = store.holding();
        for (Lightpath lightpath : stored) {
            holding.put(lightpath.id(), lightpath);
            ledger.restore(booking(lightpath));
            boolean ended = !lightpath.terms().window().until().isAfter(clock.instant());
            if (lightpath.state() == LightpathState.STRANDED || ended) {
                ledger.holdBeyondWindow(lightpath.id());
            }
        }
        return stored;
    }

    synchronized Route survey(PathEnds ends, Bandwidth bandwidth, TimeWindow window) {
        return paths.compute(ends, bandwidth, window).orThrow(ends);
    }

    /** Finds a route and books it. */
    Lightpath book(LightpathId id, LightpathId use, LightpathRequest request) {
        Lightpath booked = bookAndStore(id, use, request);
        tell(booked);
        return booked;
    }

    private synchronized Lightpath bookAndStore(LightpathId id, LightpathId use, LightpathRequest request) {
        LightpathTerms terms = request.terms();
        Route route = survey(terms.ends(), terms.bandwidth(), terms.window());
        Lightpath lightpath = Lightpath.requested(id, use, request, route, clock.instant());
        store.add(lightpath);
        holding.put(id, lightpath);
        ledger.book(booking(lightpath));
        return lightpath;
    }

    /** Moves a lightpath on; its reservation's lock must be held. */
    Lightpath move(LightpathId id, LightpathSignal signal, String why) {
        Lightpath next = moveAndStore(id, signal, why);
        tell(next);
        return next;
    }

    private synchronized Lightpath moveAndStore(LightpathId id, LightpathSignal signal, String why) {
        Instant now = clock.instant();
        Lightpath next = get(id).on(signal, now, why);
        store.replace(next);
        if (!next.state().holds()) {
            holding.remove(id);
            ledger.free(id);
            return next;
        }
        holding.put(id, next);
        if (next.state() == LightpathState.STRANDED || signal == LightpathSignal.WINDOW_ENDED) {
            ledger.holdBeyondWindow(id);
        }
        return next;
    }

    /**
     * Has a lightpath last until then; its reservation's lock must be held.
     *
     * @param until after its window's end
     * @throws GridException {@link FailureCode#STATE_FORBIDS} if it has ended; as {@link Ledger#requireExtensible}
     */
    Lightpath extend(LightpathId id, Instant until) {
        Lightpath longer = extendAndStore(id, until);
        tell(longer);
        return longer;
    }

    private synchronized Lightpath extendAndStore(LightpathId id, Instant until) {
        Lightpath longer = get(id).extended(until);
        ledger.requireExtensible(id, until);
        store.replace(longer);
        holding.put(id, longer);
        ledger.extend(id, until);
        return longer;
    }

    /** @throws GridException {@link FailureCode#LIGHTPATH_UNKNOWN} if there never was one of that id */
    Lightpath get(LightpathId id) {
        Lightpath held = holding.get(id);
        return held != null
                ? held
                : store.find(id)
                        .orElseThrow(() -> new GridException(
                                FailureCode.LIGHTPATH_UNKNOWN,
                                "No such lightpath: " + id,
                                Map.of("lightpath", id.toString())));
    }

    List<Lightpath> of(MigrationId reservation) {
        return store.findByReservation(reservation);
    }

    List<Lightpath> newest(int limit) {
        return store.newest(limit);
    }

    private void tell(Lightpath now) {
        LOG.info(
                "Lightpath {} of reservation {} is {} {}",
                now.id(),
                now.terms().reservation(),
                now.state(),
                now.note());
        for (LightpathListener listener : listeners) {
            try {
                listener.changed(now);
            } catch (RuntimeException failed) {
                LOG.warn("A listener failed on lightpath {}", now.id(), failed);
            }
        }
    }

    private static Booking booking(Lightpath lightpath) {
        LightpathTerms terms = lightpath.terms();
        return new Booking(lightpath.id(), lightpath.route(), terms.bandwidth(), terms.window());
    }
}
