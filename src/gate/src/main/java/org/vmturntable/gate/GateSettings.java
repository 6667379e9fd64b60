package org.vmturntable.gate;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * What a gate has to know.
 *
 * @param control the unix socket by which the site's container gives orders; made by the gate, for its owner alone
 * @param listen where other sites' gates connect, on the lightpath
 * @param firstPort the first of the ports on which the hypervisor listens, on 127.0.0.1, for guests that arrive
 * @param ports how many; as many behind them are where it may listen anew when a stream broke
 */
public record GateSettings(Path control, InetSocketAddress listen, int firstPort, int ports) {
    /** Behind those that libvirt itself gives to streams, and those on which QEMU listens anew after a break. */
    public static final int FIRST_PORT = 49_280;

    /** As many moves can arrive at once. */
    public static final int PORTS = 64;

    /** Folder beside the control socket, in which the gate keeps what was announced to it; it should not outlast the host's guests. */
    Path announced() {
        return control.resolveSibling(control.getFileName() + ".moves");
    }
}
