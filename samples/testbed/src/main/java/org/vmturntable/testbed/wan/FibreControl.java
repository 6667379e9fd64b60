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
    private static final String FROM = " from ";
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
     * Cuts one direction of a fibre of a running emulator: what comes from the element is lost, the other element's port goes down.
     *
     * @throws IOException if no emulator answers there, or it knows no such fibre, or that ends not at the element
     */
    public static void cutFrom(Path runDirectory, String fibre, String element) throws IOException {
        request(runDirectory, "cut " + fibre + FROM + element);
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
     * @return for example {@code atlantic=whole continent=cut}; one way only: {@code atlantic=cut-from-amsterdam}
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
                .map(fibre -> fibre.name() + "=" + fibre.condition())
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
        String[] names = words.length < 2 ? words : words[1].split(FROM, 2);
        LitFibre fibre = words.length < 2 ? null : fibres.get(names[0]);
        if (fibre == null) {
            return "no such fibre; there are " + String.join(", ", fibres.keySet());
        }
        if (names.length > 1 && !fibre.joins(names[1])) {
            return "the fibre " + fibre.name() + " does not end at " + names[1];
        }
        return done(words[0], fibre, names) ? "ok" : "expected cut, mend or status";
    }

    private static boolean done(String order, LitFibre fibre, String[] names) {
        if (order.equals("cut") && names.length > 1) {
            fibre.cutFrom(names[1]);
        } else if (order.equals("cut")) {
            fibre.cut();
        } else if (order.equals("mend")) {
            fibre.mend();
        } else {
            return false;
        }
        LOG.info("fibre {}: {}", fibre.name(), fibre.condition());
        return true;
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
