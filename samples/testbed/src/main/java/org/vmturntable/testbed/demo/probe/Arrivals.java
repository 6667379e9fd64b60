package org.vmturntable.testbed.demo.probe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The times at which something arrived. Times may be added by one thread and looked at by another, and need not come in order. */
public final class Arrivals {
    private final List<Instant> times = new ArrayList<>();

    public synchronized void add(Instant time) {
        times.add(time);
    }

    public Silence longestSilence(Instant from, Instant until) {
        List<Instant> ordered = copy();
        Collections.sort(ordered);
        return Silence.longest(ordered, from, until);
    }

    private synchronized List<Instant> copy() {
        return new ArrayList<>(times);
    }
}
