package org.vmturntable.testbed.demo.probe;

import java.time.Instant;

/** What comes back of probes that carry numbers: which, and when. For two threads, one that adds and one that looks. */
final class NumberedArrivals {
    private final Arrivals arrivals = new Arrivals();
    private final SequenceTally tally = new SequenceTally();

    /** @param number from 1 */
    void came(long number, Instant at) {
        tally.came(number);
        arrivals.add(at);
    }

    /** Number of the last: the mark from which {@link #between} counts; 0 before the first. */
    long mark() {
        return tally.highest();
    }

    /** Those between two marks. Ask a moment after the second mark, so that late ones are in. */
    ProbeCount between(long mark, long later) {
        return tally.count(mark, later);
    }

    Silence longestSilence(Instant from, Instant until) {
        return arrivals.longestSilence(from, until);
    }
}
