package org.vmturntable.traffic.simulation;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.traffic.hosting.RoomHold;
import org.vmturntable.traffic.hosting.RoomState;
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
        return those(RoomHold::isLive);
    }

    @Override
    public List<RoomHold> clearing() {
        return those(hold -> hold.state() == RoomState.CLEARING);
    }

    private List<RoomHold> those(Predicate<RoomHold> wanted) {
        return holds.values().stream()
                .filter(wanted)
                .sorted(Comparator.comparing(RoomHold::until))
                .toList();
    }
}
