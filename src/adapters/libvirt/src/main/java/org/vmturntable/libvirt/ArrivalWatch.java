package org.vmturntable.libvirt;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;

/**
 * Lets a guest that arrives here run as soon as its processors' state has come, by its second monitor: libvirtd would say so only
 * when the source's libvirtd has told it, by another way. Does so on post-copy alone. There the source stays stopped
 * while memory is still to come (docs/adr/0009 tells of the one window after that); a guest whose copy is whole is left to libvirtd, for its source may yet take it back. When the
 * stream breaks after that, listens for it anew.
 */
final class ArrivalWatch {
    private static final Logger log = LoggerFactory.getLogger(ArrivalWatch.class);
    /** A copy may go on for hours without a word, and so may a guest that waits for a path; a QEMU that ends hangs up. */
    private static final Duration LONGEST_ARRIVAL = Duration.ofDays(365);

    private final MonitorFolder monitors;
    private final DomainEvents events;
    private final Set<VmId> receiving = ConcurrentHashMap.newKeySet();
    private final Set<VmId> whole = ConcurrentHashMap.newKeySet();
    private final Map<VmId, MigrationId> expected = new ConcurrentHashMap<>();

    ArrivalWatch(MonitorFolder monitors, DomainEvents events) {
        this.monitors = monitors;
        this.events = events;
    }

    /** True while the guest's memory is known to arrive, also when the guest runs already. */
    boolean receives(VmId vm) {
        return receiving.contains(vm);
    }

    /** True once all of the guest's memory is known to have arrived, which libvirt may learn seconds later. */
    boolean isWhole(VmId vm) {
        return whole.contains(vm);
    }

    /** What the guest writes on its disks here is to be counted under the name of the migration with which it comes. */
    void expect(VmId vm, MigrationId migration) {
        expected.put(vm, migration);
    }

    /** Begins to watch; returns at once. */
    void begin(VmId vm) {
        whole.remove(vm);
        Thread thread = new Thread(() -> watch(vm), "arrival-" + vm);
        thread.setDaemon(true);
        thread.start();
    }

    private void watch(VmId vm) {
        monitors.open(vm).ifPresent(monitor -> {
            try (monitor) {
                log.info("VM {} arrives; its monitor is listened to", vm);
                receiving.add(vm);
                follow(vm, monitor);
            } catch (IOException e) {
                log.debug("The arrival of {} is not watched any more", vm, e);
            } finally {
                receiving.remove(vm);
            }
        });
    }

    private void follow(VmId vm, QemuMonitor monitor) throws IOException {
        List<String> addresses = List.of();
        // the first words may have been said before anybody listened
        String status =
                monitor.execute("query-migrate", Map.of()).path("status").asText();
        while (true) {
            switch (status) {
                case "active" -> addresses = begun(vm, monitor);
                case "postcopy-active" -> runOn(vm, monitor);
                case "postcopy-paused" -> listenAnew(vm, addresses, monitor);
                case "completed" -> {
                    whole.add(vm);
                    return;
                }
                default -> {}
            }
            status = nextStatus(vm, monitor);
        }
    }

    /** Waits for the next word on how the guest's memory comes. */
    private String nextStatus(VmId vm, QemuMonitor monitor) throws IOException {
        while (true) {
            JsonNode event = monitor.event(LONGEST_ARRIVAL);
            switch (event.path("event").asText()) {
                case "RESUME" -> resumed(vm, event.path("timestamp"));
                case "MIGRATION" -> {
                    return event.path("data").path("status").asText();
                }
                default -> {}
            }
        }
    }

    /** Its memory has begun to come; gives where it can be listened for anew. Does no harm when done twice. */
    private List<String> begun(VmId vm, QemuMonitor monitor) throws IOException {
        countWrites(vm, monitor);
        return PostCopyRecovery.addresses(vm, monitor);
    }

    private static void runOn(VmId vm, QemuMonitor monitor) throws IOException {
        var unused = monitor.begin("cont", Map.of()).whenComplete((done, refusal) -> {
            if (refusal != null) {
                log.warn("VM {} is left to libvirtd to resume: {}", vm, refusal.getMessage());
            }
        });
    }

    private void countWrites(VmId vm, QemuMonitor monitor) {
        MigrationId migration = expected.remove(vm);
        if (migration == null) {
            return;
        }
        try {
            DiskNode.countSince(monitor, vm, migration);
        } catch (IOException e) {
            log.warn("VM {} will have to take all of its disks along when it leaves: {}", vm, e.getMessage());
        }
    }

    private void resumed(VmId vm, JsonNode time) {
        events.onMonitorEvent(
                vm,
                "RESUME",
                time.path("seconds").asLong(),
                time.path("microseconds").asInt());
    }

    private static void listenAnew(VmId vm, List<String> addresses, QemuMonitor monitor) throws IOException {
        log.warn("The memory of VM {} comes no more; it is listened for anew", vm);
        PostCopyRecovery.listen(addresses.isEmpty() ? PostCopyRecovery.addresses(vm, monitor) : addresses, monitor);
    }
}
