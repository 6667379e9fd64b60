package org.vmturntable.libvirt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;

/** Asks if a path carries packets at all, before a move is begun over it. */
@FunctionalInterface
interface LightpathProbe {
    boolean carries(URI stream);

    /**
     * Expects an answer from the far end's address: to an ICMP echo request, or where this process may not send one, to a TCP
     * connection to port 7, a refusal being an answer too. libvirtd would only notice a dead path when its TCP connection times out,
     * and answers nothing meanwhile.
     */
    static LightpathProbe echo(Duration timeout) {
        return stream -> {
            try {
                return InetAddress.getByName(stream.getHost()).isReachable((int) timeout.toMillis());
            } catch (IOException e) {
                return false;
            }
        };
    }
}
