package org.vmturntable.testbed.demo.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Pings a host all along, with iputils' own ping, which no one here wrote. */
public final class Pinger implements AutoCloseable {
    /** Below 10 ms, since ping's timer is as coarse as the kernel's tick: this gives one about every 8 ms at 250 Hz. */
    private static final String INTERVAL_SECONDS = "0.008";

    private final Process ping;
    private final Thread reader;
    private final NumberedArrivals replies = new NumberedArrivals();
    private final List<String> strays = new ArrayList<>();

    private Pinger(Process ping) {
        this.ping = ping;
        reader = new Thread(this::read, "ping");
        reader.setDaemon(true);
    }

    public static Pinger start(String host) throws IOException {
        Process ping = new ProcessBuilder("ping", "-D", "-n", "-i", INTERVAL_SECONDS, host)
                .redirectErrorStream(true)
                .start();
        Pinger pinger = new Pinger(ping);
        pinger.reader.start();
        // a demonstration that is ended by a signal closes nothing in order
        Runtime.getRuntime().addShutdownHook(new Thread(ping::destroy, "end-of-ping"));
        return pinger;
    }

    NumberedArrivals replies() {
        return replies;
    }

    /** What ping said beside replies, for a person to read when there are none; bounded. */
    public synchronized String strays() {
        return String.join("; ", strays);
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(ping.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line);
            }
        } catch (IOException closed) {
            stray("ping's output ended: " + closed.getMessage());
        }
    }

    private void take(String line) {
        PingReply.parse(line)
                .ifPresentOrElse(
                        reply -> replies.came(reply.numberNear(replies.mark()), reply.at()), () -> stray(line));
    }

    private synchronized void stray(String line) {
        if (!line.isBlank() && strays.size() < 5) {
            strays.add(line);
        }
    }

    /** Ends ping, and waits for its end. */
    @Override
    public void close() {
        ping.destroy();
        try {
            if (!ping.waitFor(2, TimeUnit.SECONDS)) {
                ping.destroyForcibly();
            }
        } catch (InterruptedException e) {
            ping.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
