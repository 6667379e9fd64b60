package org.vmturntable.testbed.bench.downtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.topology.Site;

/** What the QEMUs of one site say of themselves, through {@code virsh}: the same for every tool, and by nobody of this project. */
final class SiteEvents implements AutoCloseable {
    private final Process virsh;
    private final List<QemuEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<Runnable> atResume = new AtomicReference<>(SiteEvents::nothing);

    private SiteEvents(Process virsh) {
        this.virsh = virsh;
    }

    static SiteEvents listen(Testbed testbed, Site site) {
        // line by line, for a pipe would be filled first; in the site's namespace, where clean-up finds it
        List<String> words = List.of(
                "ip",
                "netns",
                "exec",
                testbed.namespaceOf(site.name()).name(),
                "stdbuf",
                "-oL",
                "virsh",
                "--quiet",
                "--connect",
                testbed.directoryOf(site.name()).libvirtUri(),
                "qemu-monitor-event",
                "--loop");
        try {
            SiteEvents events = new SiteEvents(
                    new ProcessBuilder(words).redirectErrorStream(true).start());
            Thread reader = new Thread(events::read, "events of " + site.name().value());
            reader.setDaemon(true);
            reader.start();
            return events;
        } catch (IOException unstartable) {
            throw new HostException("virsh cannot be run: " + unstartable.getMessage(), unstartable);
        }
    }

    /** What is to be done, once, when a guest next runs on here; by the thread that reads the events. */
    void atNextResume(Runnable action) {
        atResume.set(action);
    }

    /** The first time from then on at which a guest ran on here. */
    Optional<Instant> firstResumed(Instant from) {
        return copy().stream()
                .filter(event -> event.name().equals(QemuEvent.RESUME))
                .map(QemuEvent::at)
                .filter(at -> !at.isBefore(from))
                .findFirst();
    }

    /** The last time in that stretch at which a guest was stopped here. */
    Optional<Instant> lastStopped(Instant from, Instant until) {
        return copy().stream()
                .filter(event -> event.name().equals(QemuEvent.STOP))
                .map(QemuEvent::at)
                .filter(at -> !at.isBefore(from) && at.isBefore(until))
                .reduce((earlier, later) -> later);
    }

    /** @throws HostException if virsh has ended */
    void requireAlive() {
        if (!virsh.isAlive()) {
            throw new HostException("virsh qemu-monitor-event ended with code " + virsh.exitValue() + ".");
        }
    }

    private List<QemuEvent> copy() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(virsh.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                QemuEvent.parse(line).ifPresent(this::take);
            }
        } catch (IOException closed) {
            virsh.destroy(); // whoever waits for an event is told that virsh has ended
        }
    }

    private void take(QemuEvent event) {
        if (event.name().equals(QemuEvent.RESUME)) {
            atResume.getAndSet(SiteEvents::nothing).run();
        }
        events.add(event);
    }

    private static void nothing() {}

    @Override
    public void close() {
        virsh.destroy();
    }
}
