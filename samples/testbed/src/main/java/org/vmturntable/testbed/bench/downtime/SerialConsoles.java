package org.vmturntable.testbed.bench.downtime;

import java.io.File;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.vmturntable.testbed.demo.probe.Arrivals;
import org.vmturntable.testbed.demo.probe.Silence;
import org.vmturntable.testbed.deployment.Testbed;

/** The guest's serial port at every site, as files that grow: it writes a line every 10 ms to the one where it runs. */
final class SerialConsoles implements AutoCloseable {
    /** Makes the guest write. */
    static final String ORDER = "ticks 10000";

    private static final long BETWEEN_LOOKS_NANOS = 2_000_000;

    private final List<File> consoles;
    private final Clock clock;
    private final Arrivals growths = new Arrivals();
    private volatile boolean watching = true;

    private SerialConsoles(List<File> consoles, Clock clock) {
        this.consoles = consoles;
        this.clock = clock;
    }

    static SerialConsoles watch(Testbed testbed, Clock clock) {
        String console = testbed.topology().guest().name() + "-console.log";
        SerialConsoles consoles = new SerialConsoles(
                testbed.topology().sites().stream()
                        .map(site -> testbed.directoryOf(site.name())
                                .qemuLogs()
                                .resolve(console)
                                .toFile())
                        .toList(),
                clock);
        Thread thread = new Thread(consoles::look, "serial consoles");
        thread.setDaemon(true);
        thread.start();
        return consoles;
    }

    Silence longestSilence(Instant from, Instant until) {
        return growths.longestSilence(from, until);
    }

    private void look() {
        long before = 0;
        while (watching) {
            long bytes = consoles.stream().mapToLong(File::length).sum();
            if (bytes != before) {
                growths.add(clock.instant());
            }
            before = bytes;
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
    }

    @Override
    public void close() {
        watching = false;
    }
}
