package org.vmturntable.container.soap;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;

/** Remembers as long as the process lives; for tests and for containers without a store. */
public final class InMemoryReplayMemory implements ReplayMemory {
    private final Clock clock;
    private final Set<String> known = new HashSet<>();
    private final Queue<Entry> oldestFirst = new ArrayDeque<>();

    private record Entry(String message, Instant until) {}

    public InMemoryReplayMemory(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized boolean isNew(String message, Instant until) {
        Instant now = clock.instant();
        for (Entry entry = oldestFirst.peek();
                entry != null && entry.until().isBefore(now);
                entry = oldestFirst.peek()) {
            oldestFirst.remove();
            known.remove(entry.message());
        }
        if (!known.add(message)) {
            return false;
        }
        oldestFirst.add(new Entry(message, until));
        return true;
    }
}
