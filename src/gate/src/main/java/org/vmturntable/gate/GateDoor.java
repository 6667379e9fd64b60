package org.vmturntable.gate;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.Ticket;

/** Where other sites' gates come in. A few may introduce themselves at the same time; who comes on top of that is turned away. */
final class GateDoor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GateDoor.class);
    private static final int STRANGERS = 16;
    private static final Duration FREED_WITHIN = Duration.ofSeconds(5);
    private static final Duration TRIES_AFTER = Duration.ofMillis(100);

    private final ServerSocketChannel listener;
    private final Preamble preamble;
    private final Function<MigrationId, Optional<Ticket>> tickets;
    private final Consumer<Preamble.Guest> guests;
    private final Semaphore strangers = new Semaphore(STRANGERS);

    private GateDoor(
            ServerSocketChannel listener,
            Preamble preamble,
            Function<MigrationId, Optional<Ticket>> tickets,
            Consumer<Preamble.Guest> guests) {
        this.listener = listener;
        this.preamble = preamble;
        this.tickets = tickets;
        this.guests = guests;
    }

    /** @param guests called on a thread of its own for each connection that was let in */
    static GateDoor open(
            InetSocketAddress address,
            Preamble preamble,
            Function<MigrationId, Optional<Ticket>> tickets,
            Consumer<Preamble.Guest> guests)
            throws IOException {
        return new GateDoor(bound(address), preamble, tickets, guests);
    }

    /** A gate that is started again may find a connection of its peers on its port, who go on to look for it. */
    private static ServerSocketChannel bound(InetSocketAddress address) throws IOException {
        long deadline = System.nanoTime() + FREED_WITHIN.toNanos();
        while (true) {
            ServerSocketChannel listener = ServerSocketChannel.open();
            try {
                return listener.bind(address);
            } catch (IOException e) {
                listener.close();
                if (!(e instanceof BindException) || System.nanoTime() > deadline) {
                    throw e;
                }
                rest();
            }
        }
    }

    private static void rest() throws IOException {
        try {
            Thread.sleep(TRIES_AFTER.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    void begin() {
        Threads.begin("door", this::accept);
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = listener.accept();
                if (strangers.tryAcquire()) {
                    Threads.begin("arrival", () -> receive(channel));
                } else {
                    Sockets.reset(channel);
                }
            }
        } catch (IOException closed) {
            log.debug("The door is closed", closed);
        }
    }

    private void receive(SocketChannel channel) {
        Optional<Preamble.Guest> guest = introduced(channel);
        if (guest.isPresent()) {
            guests.accept(guest.get());
        } else {
            Sockets.close(channel);
        }
    }

    private Optional<Preamble.Guest> introduced(SocketChannel channel) {
        try {
            Optional<Preamble.Guest> guest = preamble.receive(channel, tickets);
            if (guest.isEmpty()) {
                log.warn("Refused a stream from {}", channel.getRemoteAddress());
            }
            return guest;
        } catch (IOException e) {
            log.debug("Who came did not introduce itself", e);
            return Optional.empty();
        } finally {
            strangers.release();
        }
    }

    @Override
    public void close() {
        Sockets.close(listener);
    }
}
