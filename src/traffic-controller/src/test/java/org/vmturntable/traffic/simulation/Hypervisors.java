package org.vmturntable.traffic.simulation;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestState;

/** What runs where. Refuses, as a failed test, to run a guest twice. */
public final class Hypervisors {
    private final Map<SiteId, Map<VmId, Guest>> sites = new HashMap<>();
    private final Map<VmId, Instant> resumed = new HashMap<>();
    private final Map<VmId, Instant> stopped = new HashMap<>();
    private final Map<SiteId, Consumer<VmId>> resumeListeners = new HashMap<>();

    public static Guest guest(VmId id, GuestState state) {
        return new Guest(
                id, "needle", state, Bytes.ofMebibytes(200), 1, List.of("52:54:00:0a:01:02"), List.of("10.1.1.2"));
    }

    public synchronized void put(SiteId site, Guest guest) {
        sites.computeIfAbsent(site, ignored -> new LinkedHashMap<>()).put(guest.id(), guest);
    }

    public synchronized void put(SiteId site, VmId vm, GuestState state) {
        Map<VmId, Guest> here = sites.computeIfAbsent(site, ignored -> new LinkedHashMap<>());
        if (state == GuestState.ABSENT) {
            here.remove(vm);
        } else {
            here.put(
                    vm,
                    guest(vm, state).withDisks(find(site, vm).map(Guest::disks).orElse(List.of())));
        }
        if (runningAt(vm).size() > 1) {
            throw new AssertionError("The guest runs twice: at " + runningAt(vm));
        }
    }

    public synchronized GuestState state(SiteId site, VmId vm) {
        return find(site, vm).map(Guest::state).orElse(GuestState.ABSENT);
    }

    public synchronized Optional<Guest> find(SiteId site, VmId vm) {
        return Optional.ofNullable(sites.getOrDefault(site, Map.of()).get(vm));
    }

    public synchronized List<Guest> guests(SiteId site) {
        Collection<Guest> here = sites.getOrDefault(site, Map.of()).values();
        return List.copyOf(here);
    }

    public synchronized List<SiteId> runningAt(VmId vm) {
        return sites.keySet().stream()
                .filter(site -> state(site, vm) == GuestState.RUNNING || state(site, vm) == GuestState.MOVING_OUT)
                .toList();
    }

    /** The switchover: stops at one site, resumes at the other. */
    public synchronized void switchOver(VmId vm, SiteId from, SiteId to, Instant resume) {
        find(from, vm).ifPresent(guest -> put(to, guest));
        put(from, vm, GuestState.ABSENT);
        put(to, vm, GuestState.RUNNING);
        resumed.put(vm, resume);
    }

    public synchronized void onResumed(SiteId site, Consumer<VmId> listener) {
        resumeListeners.put(site, listener);
    }

    /** The hypervisor's event, to whoever listens at that site. */
    public synchronized void tellResumed(SiteId site, VmId vm) {
        Optional.ofNullable(resumeListeners.get(site)).ifPresent(listener -> listener.accept(vm));
    }

    /** What the source's hypervisor remembers from then on as the guest's last stop. */
    public synchronized void sawStop(VmId vm, Instant at) {
        stopped.put(vm, at);
    }

    public synchronized Optional<Instant> stopped(VmId vm) {
        return Optional.ofNullable(stopped.get(vm));
    }

    public synchronized Optional<Instant> resumed(VmId vm) {
        return Optional.ofNullable(resumed.get(vm));
    }
}
