package org.vmturntable.testbed.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.element.NetSnmp;
import org.vmturntable.testbed.process.Command;
import org.vmturntable.testbed.topology.Site;

/**
 * The plain tool on the same path: the elements joined by hand, then {@code virsh migrate}, peer to peer. No room is asked for,
 * nobody is authorised, and the guest's traffic stays behind.
 */
public final class BareMove {
    /** MiB/s of a 970 Mbit/s lightpath, as the turntable orders it: 95 % of the path. */
    public static final int RATE = 109;

    private final Testbed testbed;
    private final NetSnmp manager;
    private final BenchPath path;
    private final List<String> flags;

    /** @param flags for {@code virsh migrate}, beside those that say where to */
    public BareMove(Testbed testbed, NetSnmp manager, BenchPath path, List<String> flags) {
        this.testbed = testbed;
        this.manager = manager;
        this.path = path;
        this.flags = List.copyOf(flags);
    }

    /** Takes the guest there and back, joined path and all. */
    ThereAndBack thereAndBack() {
        join();
        try {
            return new ThereAndBack(migrate(path.from(), path.to()), migrate(path.to(), path.from()));
        } finally {
            part();
        }
    }

    /** Joins the path, which must be free. */
    public void join() {
        path.join(manager);
    }

    public void part() {
        path.part(manager);
    }

    /**
     * Moves the guest over the joined path.
     *
     * @return how long the command took
     * @throws org.vmturntable.testbed.process.HostException if it fails
     */
    public Duration migrate(Site from, Site to) {
        List<String> words = new ArrayList<>(List.of(
                "virsh",
                "--quiet",
                "--connect",
                testbed.directoryOf(from.name()).libvirtUri(),
                "migrate"));
        words.addAll(flags);
        words.addAll(List.of(
                "--p2p",
                "--persistent",
                "--undefinesource",
                "--migrateuri",
                "tcp://" + to.optical(),
                "--listen-address",
                to.optical().text(),
                testbed.topology().guest().name(),
                "qemu+tls://" + to.internet() + "/system"));
        Command command =
                new Command(words, "").in(testbed.namespaceOf(from.name()).name());
        long begin = System.nanoTime();
        command.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
