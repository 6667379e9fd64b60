package org.vmturntable.libvirt;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.VmId;

/**
 * The second monitor of a machine that moves, for as long as its move is led: QEMU talks to one at a time, so all who need it share
 * this, and it is closed when the last of them has taken back what it asked of QEMU. For one thread.
 */
final class MoveMonitor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MoveMonitor.class);

    private final MonitorFolder folder;
    private final VmId vm;
    private Optional<QemuMonitor> open = Optional.empty();

    MoveMonitor(MonitorFolder folder, VmId vm) {
        this.folder = folder;
        this.vm = vm;
    }

    /** Opens it if it is not open, also if it was not to be had before; empty if it cannot be had now. */
    Optional<QemuMonitor> get() {
        if (open.filter(monitor -> !monitor.hasEnded()).isEmpty()) {
            close();
            open = folder.open(vm);
        }
        return open;
    }

    @Override
    public void close() {
        open.ifPresent(MoveMonitor::close);
        open = Optional.empty();
    }

    private static void close(QemuMonitor monitor) {
        try {
            monitor.close();
        } catch (IOException e) {
            log.debug("A machine's second monitor was already gone", e);
        }
    }
}
