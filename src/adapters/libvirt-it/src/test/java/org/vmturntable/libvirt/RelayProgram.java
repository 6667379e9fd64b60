package org.vmturntable.libvirt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A stretch of path that keeps the way back to itself when told to {@code hush}, and resets all that goes through it at {@code break}. */
final class RelayProgram {
    private static final List<SocketChannel> ENDS = new CopyOnWriteArrayList<>();
    private static volatile boolean hushed;

    private RelayProgram() {}

    /** @param arguments address, port to listen at, port to lead to */
    public static void main(String[] arguments) throws IOException {
        new Thread(RelayProgram::obey).start();
        ServerSocketChannel listener =
                ServerSocketChannel.open().bind(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])));
        while (true) {
            SocketChannel near = listener.accept();
            SocketChannel far = SocketChannel.open(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[2])));
            ENDS.addAll(List.of(near, far));
            new Thread(() -> carry(near, far, false)).start();
            new Thread(() -> carry(far, near, true)).start();
        }
    }

    private static void obey() {
        try (BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                if (order.equals("hush")) {
                    hushed = true;
                } else {
                    reset();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void reset() throws IOException {
        for (SocketChannel end : ENDS) {
            if (end.isOpen()) {
                end.setOption(StandardSocketOptions.SO_LINGER, 0);
                end.close();
            }
        }
    }

    private static void carry(SocketChannel from, SocketChannel to, boolean back) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining() && !(back && hushed)) {
                    to.write(buffer);
                }
            }
        } catch (IOException broken) {
            System.out.println("A stream has ended: " + broken);
        }
    }
}
