package org.vmturntable.drac.lightpath;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.vmturntable.kernel.MigrationId;

/**
 * One lock for each reservation that something is being done for: a slow element delays its own lightpath and no other. A lock is
 * forgotten when nobody holds or awaits it.
 */
final class ReservationLocks {
    private final ConcurrentHashMap<MigrationId, Counted> locks = new ConcurrentHashMap<>();

    <T> T with(MigrationId reservation, Supplier<T> action) {
        Counted counted = enter(reservation);
        counted.lock.lock();
        try {
            return action.get();
        } finally {
            counted.lock.unlock();
            leave(reservation);
        }
    }

    int size() {
        return locks.size();
    }

    private Counted enter(MigrationId reservation) {
        return locks.compute(reservation, (key, known) -> {
            Counted counted = known == null ? new Counted() : known;
            counted.users++;
            return counted;
        });
    }

    private void leave(MigrationId reservation) {
        locks.computeIfPresent(reservation, (key, counted) -> --counted.users == 0 ? null : counted);
    }

    private static final class Counted {
        final ReentrantLock lock = new ReentrantLock();
        int users;
    }
}
