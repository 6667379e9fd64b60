package org.vmturntable.testbed.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.topology.Site;

/**
 * What the QEMUs of one site say of themselves, through {@code virsh}: the same for every tool, and by nobody of this project. While
 * the site's libvirtd is away nothing is heard, and what was said meanwhile is lost: {@link QemuEvent#DEAF}.
 */
public final class SiteEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SiteEvents.class);
    private static final Duration BEFORE_NEXT_TRY = Duration.ofMillis(200);

    private final List<String> words;
    private final Clock clock;
    private final List<QemuEvent> events = new ArrayList<>();
    private final AtomicReference<Runnable> atResume = new AtomicReference<>(SiteEvents::nothing);
    private volatile Process virsh;
    private volatile boolean closed;

    private SiteEvents(List<String> words, Process virsh, Clock clock) {
        this.words = words;
        this.clock = clock;
        this.virsh = virsh;
    }

    static SiteEvents listen(Testbed testbed, Site site, Clock clock) {
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
            SiteEvents events = new SiteEvents(words, start(words), clock);
            Thread reader = new Thread(events::read, "events of " + site.name().value());
            reader.setDaemon(true);
            reader.start();
            return events;
        } catch (IOException unstartable) {
            throw new HostException("virsh cannot be run: " + unstartable.getMessage(), unstartable);
        }
    }

    /** What is to be done, once, when a guest next runs on here; by the thread that reads the events. */
    public void atNextResume(Runnable action) {
        atResume.set(action);
    }

    /** The first time from then on at which a guest ran on here. */
    public Optional<Instant> firstResumed(Instant from) {
        return first(QemuEvent.RESUME, from);
    }

    /** The first time from then on at which that was said here. */
    public Optional<Instant> first(String name, Instant from) {
        return since(from).stream()
                .filter(event -> event.name().equals(name))
                .map(QemuEvent::at)
                .findFirst();
    }

    /** The last time in that stretch at which a guest was stopped here. */
    public Optional<Instant> lastStopped(Instant from, Instant until) {
        return since(from).stream()
                .filter(event -> event.name().equals(QemuEvent.STOP))
                .map(QemuEvent::at)
                .filter(at -> at.isBefore(until))
                .reduce((earlier, later) -> later);
    }

    /** All that was said from then on, in order. */
    public synchronized List<QemuEvent> since(Instant from) {
        return events.stream().filter(event -> !event.at().isBefore(from)).toList();
    }

    /** Waits until that is said, from then on. */
    public synchronized boolean await(String name, Instant from, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (first(name, from).isEmpty()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** @throws HostException if nothing is heard just now */
    public void requireAlive() {
        if (!virsh.isAlive()) {
            throw new HostException("virsh qemu-monitor-event has ended; is libvirtd there?");
        }
    }

    private static Process start(List<String> words) throws IOException {
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }

    /** Until it is closed; whenever virsh ends, because libvirtd did, another one is started. */
    private void read() {
        while (!closed) {
            listen(virsh);
            add(new QemuEvent(QemuEvent.DEAF, clock.instant()));
            if (!closed && !restart()) {
                return;
            }
        }
    }

    private void listen(Process running) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(running.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                QemuEvent.parse(line).ifPresent(this::take);
            }
        } catch (IOException ended) {
            running.destroy(); // whoever waits for an event is told that virsh has ended
        }
    }

    private boolean restart() {
        try {
            Thread.sleep(BEFORE_NEXT_TRY.toMillis());
            virsh = start(words);
            if (closed) {
                virsh.destroy();
            }
            return true;
        } catch (IOException unstartable) {
            LOG.warn("virsh cannot be run again: {}", unstartable.getMessage());
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void take(QemuEvent event) {
        if (event.name().equals(QemuEvent.RESUME)) {
            atResume.getAndSet(SiteEvents::nothing).run();
        }
        add(event);
    }

    private synchronized void add(QemuEvent event) {
        events.add(event);
        notifyAll();
    }

    private static void nothing() {}

    @Override
    public void close() {
        closed = true;
        virsh.destroy();
    }
}
