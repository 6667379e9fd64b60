package org.vmturntable.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A hypervisor's end of a stream. Waits ten seconds for what has to come, and a fifth of a second for what must not. */
record Peer(Socket socket) implements AutoCloseable {
    private static final int LONG = 10_000;
    private static final int SHORT = 200;

    static Peer of(SocketChannel channel) {
        return new Peer(channel.socket());
    }

    void say(String text) throws IOException {
        say(text.getBytes(StandardCharsets.US_ASCII));
    }

    void say(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void hears(String text) throws IOException {
        assertThat(new String(heard(text.length()), StandardCharsets.US_ASCII)).isEqualTo(text);
    }

    byte[] heard(int length) throws IOException {
        socket.setSoTimeout(LONG);
        return socket.getInputStream().readNBytes(length);
    }

    void hearsTheEnd() throws IOException {
        socket.setSoTimeout(LONG);
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    /** Neither bytes nor end nor break. */
    void hearsNothing() throws IOException {
        socket.setSoTimeout(SHORT);
        try {
            InputStream in = socket.getInputStream();
            assertThat(in.read())
                    .as("a byte or the end, where nothing was to come")
                    .isEqualTo(-2);
        } catch (SocketTimeoutException asItShould) {
            assertThat(asItShould).isNotNull();
        }
    }

    void hearsABreak() throws IOException {
        socket.setSoTimeout(LONG);
        try {
            int came = socket.getInputStream().read();
            assertThat(came).as("a byte or the end, where a break was to come").isEqualTo(-2);
        } catch (SocketTimeoutException late) {
            throw new AssertionError("The stream did not break", late);
        } catch (IOException broken) {
            assertThat(broken).isNotNull();
        }
    }

    void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** As the kernel does for a process that is killed. */
    void die() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
