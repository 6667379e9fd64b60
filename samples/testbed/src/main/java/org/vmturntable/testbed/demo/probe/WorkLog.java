package org.vmturntable.testbed.demo.probe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What heartbeats told of the guest's work. For two threads, as {@link Arrivals}. */
final class WorkLog {
    private final List<Work> told = new ArrayList<>();

    synchronized void add(Work work) {
        told.add(work);
    }

    /** What was heard from then on, in the order in which it came. */
    synchronized List<Work> since(Instant from) {
        return told.stream().filter(work -> !work.heard().isBefore(from)).toList();
    }
}
