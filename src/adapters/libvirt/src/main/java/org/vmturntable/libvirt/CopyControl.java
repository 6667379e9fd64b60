package org.vmturntable.libvirt;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a copy is held to, and how it goes on: by the machine's second monitor at once and to the byte, or by libvirt in its time, in
 * whole MiB/s and milliseconds.
 */
final class CopyControl {
    private static final Logger log = LoggerFactory.getLogger(CopyControl.class);
    private static final long MEBIBYTE = 1L << 20;
    /** A page in a tenth of a second, since QEMU sends no less. */
    private static final long PAGE_BY_PAGE = 16 << 10;
    /** So short that QEMU hardly takes a copy for finished that merely has converged. */
    private static final Duration SHORTEST = Duration.ofMillis(1);
    /** Bytes per second that QEMU believes can be sent in that time: less than a page. By its own measure it would be some thirty. */
    private static final long LESS_THAN_A_PAGE = 4_000_000;

    private final MovingDomain domain;
    private Optional<QemuMonitor> monitor;
    private long speed;
    private Duration downtime = Duration.ZERO;

    /** @param monitor shared with others, whom it may still serve when it is of no use here any more */
    CopyControl(MovingDomain domain, Optional<QemuMonitor> monitor) {
        this.domain = domain;
        this.monitor = monitor;
    }

    /** The least that it can be set to, bytes per second. */
    long slowest() {
        return monitor.isPresent() ? PAGE_BY_PAGE : MEBIBYTE;
    }

    void limitSpeed(long bytesPerSecond) {
        if (bytesPerSecond == speed) {
            return;
        }
        if (!setByMonitor(Map.of("max-bandwidth", bytesPerSecond))) {
            domain.limitSpeed(Math.max(1, bytesPerSecond / MEBIBYTE));
        }
        speed = bytesPerSecond;
    }

    /** QEMU ends the copy as pre-copy when what is left takes no longer than so, by the speed that it has measured. */
    void limitDowntime(Duration limit) {
        limitDowntime(limit, 0);
    }

    /**
     * With a second monitor, QEMU does not end the copy as long as the guest has written anything that is not sent.
     *
     * @see "QEMU 10.0, migration/migration.c: migration_iteration_run, migration_update_counters"
     */
    void keepFromEnding() {
        limitDowntime(SHORTEST, LESS_THAN_A_PAGE);
    }

    private void limitDowntime(Duration limit, long bytesPerSecond) {
        if (!limit.equals(downtime)
                && (setByMonitor(Map.of(
                                "downtime-limit", limit.toMillis(), "avail-switchover-bandwidth", bytesPerSecond))
                        || domain.limitDowntime(limit))) {
            downtime = limit;
        }
    }

    /** How the copy goes on, from QEMU itself and so within a millisecond; empty if it cannot be asked, or copies no more. */
    Optional<JobFigures> figures() {
        return monitor.flatMap(this::asked);
    }

    private Optional<JobFigures> asked(QemuMonitor qemu) {
        try {
            JsonNode migration = qemu.execute("query-migrate", Map.of());
            return Optional.of(migration)
                    .filter(seen -> seen.path("status").asText().equals("active"))
                    .map(JobFigures::of);
        } catch (IOException e) {
            return uselessMonitor(e);
        }
    }

    private <T> Optional<T> uselessMonitor(IOException why) {
        log.info("A machine's second monitor is of no use any more: {}", why.getMessage());
        monitor = Optional.empty();
        return Optional.empty();
    }

    private boolean setByMonitor(Map<String, Long> parameters) {
        return monitor.map(qemu -> set(qemu, parameters)).orElse(false);
    }

    private boolean set(QemuMonitor qemu, Map<String, Long> parameters) {
        try {
            qemu.execute("migrate-set-parameters", parameters);
            return true;
        } catch (IOException e) {
            return uselessMonitor(e).isPresent();
        }
    }
}
