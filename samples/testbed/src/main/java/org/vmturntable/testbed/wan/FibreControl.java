package org.vmturntable.testbed.wan;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where fibres are cut and mended from: a local socket in the run directory that takes one line and answers with one. */
public final class FibreControl implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FibreControl.class);
    private static final String SOCKET = "wan.sock";
    private static final int LONGEST_LINE = 1024;

    private final ServerSocketChannel server;
    private final Path socket;
    private final Map<String, LitFibre> fibres;

    FibreControl(Path runDirectory, Map<String, LitFibre> fibres) throws IOException {
        this.fibres = fibres;
        socket = runDirectory.resolve(SOCKET);
        Files.deleteIfExists(socket);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(this::serve, "fibre-control");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Cuts a fibre of a running emulator: what is in it is lost, its ports go down.
     *
     * @throws IOException if no emulator answers there, or it knows no such fibre
     */
    public static void cut(Path runDirectory, String fibre) throws IOException {
        request(runDirectory, "cut " + fibre);
    }

    /**
     * Makes a fibre whole again; without effect if it is.
     *
     * @throws IOException if no emulator answers there, or it knows no such fibre
     */
    public static void mend(Path runDirectory, String fibre) throws IOException {
        request(runDirectory, "mend " + fibre);
    }

    /**
     * Every fibre and its state.
     *
     * @return for example {@code atlantic=whole continent=cut}
     * @throws IOException if no emulator answers there
     */
    public static String status(Path runDirectory) throws IOException {
        return request(runDirectory, "status");
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(socket);
    }

    String describe() {
        return fibres.values().stream()
                .map(fibre -> fibre.name() + "=" + (fibre.isCut() ? "cut" : "whole"))
                .collect(Collectors.joining(" "));
    }

    private static String request(Path runDirectory, String line) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(runDirectory.resolve(SOCKET)))) {
            write(channel, line);
            String answer = read(channel);
            if (!answer.startsWith("ok")) {
                throw new IOException(answer);
            }
            return answer.substring(2).strip();
        }
    }

    private void serve() {
        while (server.isOpen()) {
            try (SocketChannel client = server.accept()) {
                write(client, answer(read(client)));
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException broken) {
                LOG.warn("a control connection broke: {}", broken.getMessage());
            }
        }
    }

    private String answer(String line) {
        String[] words = line.split(" ", 2);
        if (words[0].equals("status")) {
            return "ok " + describe();
        }
        LitFibre fibre = words.length < 2 ? null : fibres.get(words[1]);
        if (fibre == null) {
            return "no such fibre; there are " + String.join(", ", fibres.keySet());
        }
        switch (words[0]) {
            case "cut" -> fibre.cut();
            case "mend" -> fibre.mend();
            default -> {
                return "expected cut, mend or status";
            }
        }
        LOG.info("fibre {}: {}", fibre.name(), words[0]);
        return "ok";
    }

    private static void write(SocketChannel channel, String line) throws IOException {
        channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    private static String read(SocketChannel channel) throws IOException {
        ByteBuffer line = ByteBuffer.allocate(LONGEST_LINE);
        while (line.hasRemaining() && channel.read(line) >= 0) {
            if (line.position() > 0 && line.get(line.position() - 1) == '\n') {
                break;
            }
        }
        return new String(line.array(), 0, line.position(), StandardCharsets.UTF_8).strip();
    }
}
