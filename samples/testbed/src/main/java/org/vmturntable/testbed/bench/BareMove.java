package org.vmturntable.testbed.bench;

import java.time.Duration;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.element.NetSnmp;
import org.vmturntable.testbed.process.Command;
import org.vmturntable.testbed.topology.Site;

/**
 * The plain tool on the same path: the elements joined by hand, then {@code virsh migrate} with the flags and the rate that the
 * turntable uses. No room is asked for, nobody is authorised, and the guest's traffic stays behind.
 */
final class BareMove {
    /** MiB/s of a 900 Mbit/s lightpath, as the turntable orders it: 95 % of the path. */
    private static final int RATE = 101;

    private final Testbed testbed;
    private final NetSnmp manager;
    private final BenchPath path;

    BareMove(Testbed testbed, NetSnmp manager, BenchPath path) {
        this.testbed = testbed;
        this.manager = manager;
        this.path = path;
    }

    /** Takes the guest there and back, joined path and all. */
    ThereAndBack thereAndBack() {
        path.join(manager);
        try {
            return new ThereAndBack(migrate(path.from(), path.to()), migrate(path.to(), path.from()));
        } finally {
            path.part(manager);
        }
    }

    /** How long the command took. */
    private Duration migrate(Site from, Site to) {
        String stream = "tcp://" + to.optical();
        Command command = Command.of(
                        "virsh",
                        "--quiet",
                        "--connect",
                        testbed.directoryOf(from.name()).libvirtUri(),
                        "migrate",
                        "--live",
                        "--p2p",
                        "--persistent",
                        "--undefinesource",
                        "--auto-converge",
                        "--bandwidth",
                        Integer.toString(RATE),
                        "--migrateuri",
                        stream,
                        "--listen-address",
                        to.optical().text(),
                        testbed.topology().guest().name(),
                        "qemu+tls://" + to.internet() + "/system")
                .in(testbed.namespaceOf(from.name()).name());
        long begin = System.nanoTime();
        command.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
