package org.vmturntable.libvirt;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.disk.DeltaSender;

/** The way of one guest's disks to their destination: a stream, opened anew when it broke, and never after this was closed. */
final class DiskLink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DiskLink.class);

    private final DiskStream destination;
    private Optional<ByteChannel> stream = Optional.empty();
    private Optional<DeltaSender> sender = Optional.empty();
    private long sentBefore;
    private boolean closed;

    /** A way to the destination's disk receiver; a new one at each call. */
    @FunctionalInterface
    interface DiskStream {
        ByteChannel open() throws IOException;
    }

    DiskLink(DiskStream destination) {
        this.destination = destination;
    }

    /** Opens a stream; blocks for as long as the path takes. */
    void open() throws IOException {
        ByteChannel opened = destination.open();
        if (!take(opened)) {
            opened.close();
            throw new IOException("The copy has been ended");
        }
    }

    private synchronized boolean take(ByteChannel opened) {
        if (!closed) {
            breakOff();
            stream = Optional.of(opened);
            sender = Optional.of(new DeltaSender(opened));
        }
        return !closed;
    }

    synchronized boolean isOpen() {
        return sender.isPresent();
    }

    synchronized DeltaSender sender() throws IOException {
        return sender.orElseThrow(() -> new IOException("No stream to the destination is open"));
    }

    /** Bytes sent so far, over all streams. */
    synchronized long sent() {
        return sentBefore + sender.map(DeltaSender::sent).orElse(0L);
    }

    /** Ends the stream, of which nothing more is expected. */
    synchronized void breakOff() {
        sentBefore = sent();
        sender = Optional.empty();
        stream.ifPresent(DiskLink::close);
        stream = Optional.empty();
    }

    private static void close(ByteChannel stream) {
        try {
            stream.close();
        } catch (IOException e) {
            log.debug("The disks' stream was already gone", e);
        }
    }

    /** Who waits for the destination fails at once. */
    @Override
    public synchronized void close() {
        closed = true;
        breakOff();
    }
}
