package org.vmturntable.libvirt;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import org.vmturntable.kernel.VmId;

/**
 * Takes up a post-copy that has lost its stream, from monitor to monitor. libvirt has a flag for this
 * ({@code VIR_DOMAIN_MIGRATE_POSTCOPY_RESUME}), but version 11.3 of the destination's daemon dies of it: it looks up an empty
 * pointer in {@code qemuProcessIncomingDefNew}. libvirt notices what is done here, and ends the move as if it had gone on.
 *
 * @see "QEMU 10.0, docs/devel/migration/postcopy: Postcopy Recovery Guide"
 */
final class PostCopyRecovery {
    /** Behind the ports that libvirt gives to streams: {@code migration_port_max} in qemu.conf. */
    private static final int FIRST_PORT = 49_216;

    private static final int PORTS = 64;

    private PostCopyRecovery() {}

    /** Where the destination listens for a guest's memory: an address of this host. */
    static String address(QemuMonitor destination) throws IOException {
        JsonNode listening = destination.execute("query-migrate", Map.of()).path("socket-address");
        return listening.path(0).path("host").asText();
    }

    /** Listens again at the destination. */
    static void listen(VmId vm, String host, QemuMonitor destination) throws IOException {
        destination.executeAtOnce("migrate-recover", Map.of("uri", uri(host, vm)));
    }

    /** Sends on, from the source; the stream is taken up by and by, or breaks again. */
    static void send(VmId vm, String host, QemuMonitor source) throws IOException {
        source.execute("migrate", Map.of("uri", uri(host, vm), "resume", true));
    }

    /** Both sides know the port without a word. */
    private static String uri(String host, VmId vm) {
        return "tcp:" + host + ":" + (FIRST_PORT + Math.floorMod(vm.toString().hashCode(), PORTS));
    }
}
