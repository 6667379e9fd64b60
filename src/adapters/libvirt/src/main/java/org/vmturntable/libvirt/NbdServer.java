package org.vmturntable.libvirt;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.VmId;

/**
 * QEMU's own NBD server, on a socket beside the machine's second monitor.
 *
 * @param socket as this process sees it
 */
record NbdServer(Path socket, VmId vm) {
    private static final Logger log = LoggerFactory.getLogger(NbdServer.class);

    /** Starts it, without exports; what an earlier process had left there is ended. */
    void start(QemuMonitor monitor) throws IOException {
        stop(monitor);
        monitor.execute(
                "nbd-server-start",
                Map.of("addr", Map.of("type", "unix", "data", Map.of("path", asQemuSeesIt(monitor)))));
    }

    /** Ends it and its exports; does nothing if none runs. */
    void stop(QemuMonitor monitor) {
        try {
            monitor.execute("nbd-server-stop", Map.of());
        } catch (IOException noneRuns) {
            log.debug("No NBD server to end for {}", vm, noneRuns);
        }
    }

    /** The monitor's own socket tells where QEMU sees this folder. */
    private String asQemuSeesIt(QemuMonitor monitor) throws IOException {
        String file = vm + ".qmp";
        return StreamSupport.stream(monitor.execute("query-chardev", Map.of()).spliterator(), false)
                .map((JsonNode device) -> device.path("filename").asText())
                .filter(name -> name.startsWith("unix:") && name.contains("/" + file))
                .map(name -> name.substring("unix:".length(), name.indexOf(file)) + vm + ".nbd")
                .findFirst()
                .orElseThrow(() -> new IOException("QEMU does not tell where its second monitor is"));
    }
}
