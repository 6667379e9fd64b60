package org.vmturntable.testbed.demo.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;

/** A counting echo on loopback for one session, which answers as it is told. */
final class MisbehavingEcho implements AutoCloseable {
    /** What is written for the n-th line; empty ends the session. */
    interface Behaviour {
        Optional<String> answer(long number, String line) throws InterruptedException;
    }

    private final ServerSocket server;

    MisbehavingEcho(Behaviour behaviour) throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> serve(behaviour), "misbehaving-echo");
        thread.setDaemon(true);
        thread.start();
    }

    static Optional<String> well(long number, String line) {
        return Optional.of(number + " " + line + "\n");
    }

    InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    private void serve(Behaviour behaviour) {
        try (Socket client = server.accept()) {
            BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
            OutputStream out = client.getOutputStream();
            String line = in.readLine();
            for (long number = 1; line != null; number++) {
                Optional<String> answer = behaviour.answer(number, line);
                if (answer.isEmpty()) {
                    return;
                }
                out.write(answer.get().getBytes(US_ASCII));
                line = in.readLine();
            }
        } catch (IOException | InterruptedException clientHasGone) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
