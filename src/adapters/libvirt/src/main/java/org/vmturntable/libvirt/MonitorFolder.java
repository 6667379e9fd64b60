package org.vmturntable.libvirt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.VmId;

/** Where the sockets of machines' second monitors are: {@code <VM's id>.qmp}. A machine need not have one. */
record MonitorFolder(Optional<Path> folder) {
    private static final Logger log = LoggerFactory.getLogger(MonitorFolder.class);

    Optional<QemuMonitor> open(VmId vm) {
        return folder.map(in -> in.resolve(vm + ".qmp")).filter(Files::exists).flatMap(MonitorFolder::connected);
    }

    private static Optional<QemuMonitor> connected(Path socket) {
        try {
            return Optional.of(QemuMonitor.connect(socket));
        } catch (IOException e) {
            log.info("{} cannot be used, so a switchover takes longer: {}", socket, e.getMessage());
            return Optional.empty();
        }
    }
}
