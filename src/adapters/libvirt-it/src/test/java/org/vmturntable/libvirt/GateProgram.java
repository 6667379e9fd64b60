package org.vmturntable.libvirt;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import org.vmturntable.gate.DiskReceivers;
import org.vmturntable.gate.Gate;
import org.vmturntable.gate.GateSettings;

/** A gate as a process of its own, for {@link TwoSites}. */
final class GateProgram {
    private GateProgram() {}

    /** @param arguments control socket, address and port to listen at */
    public static void main(String[] arguments) throws InterruptedException {
        InetSocketAddress listen = new InetSocketAddress(arguments[1], Integer.parseInt(arguments[2]));
        GateSettings settings =
                new GateSettings(Path.of(arguments[0]), listen, GateSettings.FIRST_PORT, GateSettings.PORTS);
        var unused = Gate.open(settings, DiskReceivers.NONE, Clock.systemUTC());
        Thread.currentThread().join();
    }
}
