package org.vmturntable.gate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;

/** A gate as a process of its own, which can be killed. */
final class GateProgram {
    private GateProgram() {}

    /** @param arguments the control socket */
    public static void main(String[] arguments) throws InterruptedException {
        InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        GateSettings settings = new GateSettings(Path.of(arguments[0]), listen, 51_300, 10);
        var unused = Gate.open(settings, DiskReceivers.NONE, Clock.systemUTC());
        Thread.currentThread().join();
    }
}
