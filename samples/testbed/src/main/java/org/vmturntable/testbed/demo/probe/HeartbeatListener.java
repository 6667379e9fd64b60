package org.vmturntable.testbed.demo.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Listens to the guest's heartbeat: {@code <number> <the guest's clock, µs> <pages rewritten>} in a datagram, 50 times a second.
 */
public final class HeartbeatListener implements AutoCloseable {
    private static final Pattern BEAT = Pattern.compile("(\\d{1,18}) (\\d{1,18}) (\\d{1,18})\\s*");
    private static final int LONGEST = 128;

    private final DatagramSocket socket;
    private final Clock clock;
    private final NumberedArrivals beats = new NumberedArrivals();
    private final WorkLog work = new WorkLog();

    private HeartbeatListener(DatagramSocket socket, Clock clock) {
        this.socket = socket;
        this.clock = clock;
    }

    public static HeartbeatListener on(int port, Clock clock) throws SocketException {
        HeartbeatListener listener = new HeartbeatListener(new DatagramSocket(port), clock);
        Thread thread = new Thread(listener::listen, "heartbeat");
        thread.setDaemon(true);
        thread.start();
        return listener;
    }

    int port() {
        return socket.getLocalPort();
    }

    NumberedArrivals beats() {
        return beats;
    }

    WorkLog work() {
        return work;
    }

    /** A closed socket ends the loop; a packet that cannot be had shows as silence, which is what is measured. */
    private void listen() {
        while (!socket.isClosed()) {
            receive().ifPresent(this::take);
        }
    }

    private Optional<String> receive() {
        DatagramPacket packet = new DatagramPacket(new byte[LONGEST], LONGEST);
        try {
            socket.receive(packet);
            return Optional.of(new String(packet.getData(), 0, packet.getLength(), US_ASCII));
        } catch (IOException closedOrBroken) {
            return Optional.empty();
        }
    }

    private void take(String text) {
        Matcher beat = BEAT.matcher(text);
        if (beat.matches()) {
            Instant heard = clock.instant();
            beats.came(Long.parseLong(beat.group(1)), heard);
            work.add(new Work(heard, Long.parseLong(beat.group(3))));
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
