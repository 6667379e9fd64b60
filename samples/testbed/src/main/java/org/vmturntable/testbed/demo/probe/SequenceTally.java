package org.vmturntable.testbed.demo.probe;

import java.util.HashMap;
import java.util.Map;

/** Counts numbered probes as they come back: which are missing, which came twice. For two threads, as {@link Arrivals}. */
final class SequenceTally {
    private final Map<Long, Integer> copies = new HashMap<>();
    private long highest;

    /** @param number from 1 */
    synchronized void came(long number) {
        copies.merge(number, 1, Integer::sum);
        highest = Math.max(highest, number);
    }

    /** The highest number that has come; 0 before the first. */
    synchronized long highest() {
        return highest;
    }

    /** Of the numbers above the first up to the second; stretches that join count nothing twice. */
    synchronized ProbeCount count(long above, long upTo) {
        long lost = 0;
        long duplicates = 0;
        for (long number = above + 1; number <= upTo; number++) {
            int came = copies.getOrDefault(number, 0);
            lost += came == 0 ? 1 : 0;
            duplicates += Math.max(0, came - 1);
        }
        return new ProbeCount(Math.max(0, upTo - above), lost, duplicates);
    }
}
