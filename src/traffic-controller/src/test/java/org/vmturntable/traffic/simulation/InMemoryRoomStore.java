package org.vmturntable.traffic.simulation;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.traffic.hosting.RoomHold;
import org.vmturntable.traffic.hosting.RoomStore;

/** Keeps holds in memory. */
public final class InMemoryRoomStore implements RoomStore {
    private final Map<MigrationId, RoomHold> holds = new ConcurrentHashMap<>();

    @Override
    public void save(RoomHold hold) {
        holds.put(hold.migration(), hold);
    }

    @Override
    public Optional<RoomHold> find(MigrationId migration) {
        return Optional.ofNullable(holds.get(migration));
    }

    @Override
    public List<RoomHold> live() {
        return holds.values().stream()
                .filter(RoomHold::isLive)
                .sorted(Comparator.comparing(RoomHold::until))
                .toList();
    }
}
