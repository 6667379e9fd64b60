package org.vmturntable.testbed.demo.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * One TCP session to the guest's counting echo, from before the first move until after the last. It is never opened again: if it
 * breaks, it stays broken, and says why.
 */
public final class EchoSession implements AutoCloseable {
    private static final Duration BETWEEN_LINES = Duration.ofMillis(8);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(10);

    private final Socket socket;
    private final Clock clock;
    private final EchoLedger ledger;
    private final Arrivals arrivals = new Arrivals();
    private volatile boolean sending = true;

    private EchoSession(Socket socket, Clock clock) {
        this.socket = socket;
        this.clock = clock;
        this.ledger = new EchoLedger("viz-" + clock.millis());
    }

    /** Connects and begins to send. */
    public static EchoSession open(InetSocketAddress guest, Clock clock) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(guest, (int) CONNECT.toMillis());
        EchoSession session = new EchoSession(socket, clock);
        session.start("echo-answers", session::read);
        session.start("echo-lines", session::send);
        return session;
    }

    private void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    public Echoes standing() {
        return ledger.standing();
    }

    public Silence longestSilence(java.time.Instant from, java.time.Instant until) {
        return arrivals.longestSilence(from, until);
    }

    /** Sends no more, and waits until all answers are in, but not for long. */
    public Echoes finish() throws InterruptedException {
        sending = false;
        long patience = System.nanoTime() + LAST_ANSWERS.toNanos();
        Echoes standing = standing();
        while (!standing.complete() && standing.fault().isEmpty() && System.nanoTime() < patience) {
            Thread.sleep(10);
            standing = standing();
        }
        return standing;
    }

    private void send() {
        try {
            OutputStream out = socket.getOutputStream();
            long due = System.nanoTime();
            while (sending) {
                out.write((ledger.next() + "\n").getBytes(US_ASCII));
                due = Math.max(due + BETWEEN_LINES.toNanos(), System.nanoTime());
                LockSupport.parkNanos(due - System.nanoTime());
            }
        } catch (IOException broken) {
            ledger.fail("the session broke: " + broken.getMessage());
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                arrivals.add(clock.instant());
                ledger.answer(line);
            }
            ledger.fail("the guest ended the session");
        } catch (IOException broken) {
            ledger.fail("the session broke: " + broken.getMessage());
        }
    }

    @Override
    public void close() {
        sending = false;
        try {
            socket.close();
        } catch (IOException e) {
            ledger.fail("the session could not be closed: " + e.getMessage());
        }
    }
}
