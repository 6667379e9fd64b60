package org.vmturntable.libvirt;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.vmturntable.gate.GateSettings;
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

    /**
     * Where the destination may listen anew for a guest's memory: at the address of this host where it has listened. If that is
     * the loopback a gate stands before it, which tries two ports: QEMU does not take the one that a stream of its own still uses.
     */
    static List<String> addresses(VmId vm, QemuMonitor destination) throws IOException {
        JsonNode listening = destination
                .execute("query-migrate", Map.of())
                .path("socket-address")
                .path(0);
        String host = listening.path("host").asText();
        int first = listening.path("port").asInt();
        return InetAddress.getByName(host).isLoopbackAddress()
                ? List.of(host + ":" + (first + GateSettings.PORTS), host + ":" + first)
                : List.of(host + ":" + port(vm));
    }

    /** Listens again at the destination, at the first of the addresses that QEMU takes. */
    static void listen(List<String> addresses, QemuMonitor destination) throws IOException {
        IOException refused = new IOException("It is not known where to listen");
        for (String address : addresses) {
            try {
                destination.executeAtOnce("migrate-recover", Map.of("uri", "tcp:" + address));
                return;
            } catch (IOException e) {
                refused = e;
            }
        }
        throw refused;
    }

    /** Sends on, from the source; the stream is taken up by and by, or breaks again. */
    static void send(VmId vm, URI stream, QemuMonitor source) throws IOException {
        int port = stream.getPort() < 0 ? port(vm) : stream.getPort();
        source.execute("migrate", Map.of("uri", "tcp:" + stream.getHost() + ":" + port, "resume", true));
    }

    /** Both sides know it without a word. */
    private static int port(VmId vm) {
        return FIRST_PORT + Math.floorMod(vm.toString().hashCode(), PORTS);
    }
}
