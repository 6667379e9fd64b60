package org.vmturntable.drac.ledger;

import java.time.Instant;
import java.util.TreeMap;
import org.vmturntable.kernel.TimeWindow;

/**
 * A sum over time that changes in steps: what all bookings of one thing take together at each moment. Bookings that are never at
 * the same time never add up.
 */
final class LoadProfile {
    /** From its key on, the load is its value; before the first key it is zero. No two neighbours are equal. */
    private final TreeMap<Instant, Long> steps = new TreeMap<>();

    void add(TimeWindow window, long amount) {
        split(window.from());
        split(window.until());
        steps.subMap(window.from(), window.until()).replaceAll((from, load) -> Math.addExact(load, amount));
        merge(window.from());
        merge(window.until());
    }

    void remove(TimeWindow window, long amount) {
        add(window, -amount);
    }

    /** The greatest load at any moment of the window. */
    long peak(TimeWindow window) {
        long peak = at(window.from());
        for (long load : steps.subMap(window.from(), window.until()).values()) {
            peak = Math.max(peak, load);
        }
        return peak;
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    private long at(Instant when) {
        var step = steps.floorEntry(when);
        return step == null ? 0 : step.getValue();
    }

    private void split(Instant when) {
        steps.putIfAbsent(when, at(when));
    }

    private void merge(Instant when) {
        var before = steps.lowerEntry(when);
        long loadBefore = before == null ? 0 : before.getValue();
        steps.remove(when, loadBefore);
    }
}
