package org.vmturntable.gate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** The path between two gates, which can break. */
final class Cable implements AutoCloseable {
    private final ServerSocketChannel listener;
    private final int to;
    private final List<SocketChannel> ends = new CopyOnWriteArrayList<>();

    private volatile CountDownLatch pinched = new CountDownLatch(0);

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

    int farPort() {
        return to;
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private void accept() {
        try {
            while (true) {
                join(listener.accept());
            }
        } catch (IOException closed) {
            cut();
        }
    }

    private void join(SocketChannel near) {
        try {
            SocketChannel far = SocketChannel.open(at(to));
            ends.addAll(List.of(near, far));
            Threads.begin("there", () -> carry(near, far));
            Threads.begin("back", () -> carry(far, near));
        } catch (IOException nobodyThere) {
            Sockets.reset(near);
        }
    }

    private void carry(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try {
            while (from.read(buffer.clear()) >= 0) {
                pinched.await();
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
            to.shutdownOutput();
        } catch (IOException | InterruptedException broken) {
            Sockets.reset(from);
            Sockets.reset(to);
        }
    }

    /** From here on nothing comes through, and nothing is known of it at either end. */
    void pinch() {
        pinched = new CountDownLatch(1);
    }

    void unpinch() {
        pinched.countDown();
    }

    /** Breaks all that goes through it; new connections go through again. */
    void cut() {
        ends.forEach(Sockets::reset);
        ends.clear();
    }

    @Override
    public void close() {
        Sockets.close(listener);
        unpinch();
        cut();
    }
}
