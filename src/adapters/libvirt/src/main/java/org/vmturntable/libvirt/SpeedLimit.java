package org.vmturntable.libvirt;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds a copy to a speed: by the machine's second monitor to the byte, or by libvirt in whole MiB/s. */
final class SpeedLimit {
    private static final Logger log = LoggerFactory.getLogger(SpeedLimit.class);
    private static final long MEBIBYTE = 1L << 20;
    /** A page in a tenth of a second, since QEMU sends no less. */
    private static final long PAGE_BY_PAGE = 16 << 10;

    private final MovingDomain domain;
    private Optional<QemuMonitor> monitor;
    private long set;

    /** @param monitor shared with others, whom it may still serve when it is of no use here any more */
    SpeedLimit(MovingDomain domain, Optional<QemuMonitor> monitor) {
        this.domain = domain;
        this.monitor = monitor;
    }

    /** The least that it can be set to, bytes per second. */
    long slowest() {
        return monitor.isPresent() ? PAGE_BY_PAGE : MEBIBYTE;
    }

    void set(long bytesPerSecond) {
        if (bytesPerSecond == set) {
            return;
        }
        if (monitor.isEmpty() || !setByMonitor(monitor.get(), bytesPerSecond)) {
            domain.limitSpeed(Math.max(1, bytesPerSecond / MEBIBYTE));
        }
        set = bytesPerSecond;
    }

    private boolean setByMonitor(QemuMonitor qemu, long bytesPerSecond) {
        try {
            qemu.execute("migrate-set-parameters", Map.of("max-bandwidth", bytesPerSecond));
            return true;
        } catch (IOException e) {
            log.info("A machine's second monitor is of no use any more: {}", e.getMessage());
            monitor = Optional.empty();
            return false;
        }
    }
}
