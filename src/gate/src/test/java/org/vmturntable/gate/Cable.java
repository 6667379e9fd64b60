package org.vmturntable.gate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The path between two gates, which can break. */
final class Cable implements AutoCloseable {
    private final ServerSocketChannel listener;
    private final int to;
    private final List<SocketChannel> ends = new CopyOnWriteArrayList<>();

    private Cable(ServerSocketChannel listener, int to) {
        this.listener = listener;
        this.to = to;
    }

    static Cable to(int port) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open().bind(at(0));
        Cable cable = new Cable(listener, port);
        Threads.begin("cable", cable::accept);
        return cable;
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel near = listener.accept();
                SocketChannel far = SocketChannel.open(at(to));
                ends.addAll(List.of(near, far));
                Threads.begin("there", () -> carry(near, far));
                Threads.begin("back", () -> carry(far, near));
            }
        } catch (IOException closed) {
            cut();
        }
    }

    private static void carry(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            Sockets.reset(from);
            Sockets.reset(to);
        }
    }

    /** Breaks all that goes through it; new connections go through again. */
    void cut() {
        ends.forEach(Sockets::reset);
        ends.clear();
    }

    @Override
    public void close() {
        Sockets.close(listener);
        cut();
    }
}
