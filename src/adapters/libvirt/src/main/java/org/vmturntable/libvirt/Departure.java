package org.vmturntable.libvirt;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.VmId;

/**
 * Hears from a guest's QEMU at its source when all of it is at its destination, a second or two before libvirt has ended that QEMU.
 * After post-copy QEMU says {@code completed} only when the destination has said that it lacks nothing more.
 *
 * @see "QEMU 10.0, migration/migration.c: migration_completion, close_return_path_on_source"
 */
final class Departure {
    private static final Logger log = LoggerFactory.getLogger(Departure.class);

    private final VmId vm;
    private final QemuMonitor monitor;
    private final DomainEvents events;
    private volatile boolean switched;

    private Departure(VmId vm, QemuMonitor monitor, DomainEvents events, boolean switched) {
        this.vm = vm;
        this.monitor = monitor;
        this.events = events;
        this.switched = switched;
    }

    /**
     * Watches for as long as the monitor is open.
     *
     * @param switched the guest has switched already
     */
    static void watch(VmId vm, QemuMonitor monitor, DomainEvents events, boolean switched) {
        monitor.onEvent(new Departure(vm, monitor, events, switched)::happened);
    }

    private void happened(JsonNode event) {
        if (event.path("event").asText().equals("MIGRATION")) {
            switch (event.path("data").path("status").asText()) {
                case "postcopy-active" -> switched = true;
                case "completed" -> completed();
                // a switch may fail after it was told of, and the next try be one by pre-copy
                case "setup", "active", "cancelled", "failed" -> switched = false;
                default -> {}
            }
        }
    }

    /** By pre-copy it has not yet been told to run there, and libvirt may yet take it back. */
    private void completed() {
        if (!switched) {
            return;
        }
        try {
            var unused = monitor.begin("query-migrate", Map.of())
                    .whenComplete((figures, ended) -> departed(Optional.ofNullable(figures)));
        } catch (IOException ended) {
            log.debug("The QEMU of {} has ended already", vm, ended);
            departed(Optional.empty());
        }
    }

    private void departed(Optional<JsonNode> figures) {
        figures.map(seen -> seen.path("ram"))
                .ifPresent(memory -> log.info(
                        "VM {} has left; {} bytes followed it, and it asked for {} pages",
                        vm,
                        memory.path("postcopy-bytes").asLong(),
                        memory.path("postcopy-requests").asLong()));
        events.departed(vm, figures.map(JobFigures::of));
    }
}
