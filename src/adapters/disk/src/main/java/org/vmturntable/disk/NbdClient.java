package org.vmturntable.disk;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * One disk, read or written through an NBD server on this host, many requests at a time. Every call blocks. For one thread.
 *
 * @see "libnbd(3); The NBD protocol, doc/proto.md"
 */
public final class NbdClient implements AutoCloseable {
    /** The most that one request carries here, bytes. */
    public static final int LONGEST = 256 << 10;

    private static final LibNbd NBD = LibNbd.INSTANCE;
    /** As many as QEMU's server works on at once ({@code MAX_NBD_REQUESTS}). */
    private static final int AT_ONCE = 16;

    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(60);
    /** What one question about a disk's state may cover, so that it is answered soon. */
    private static final long QUESTION = 1L << 30;

    private static final LibNbd.CompletionClosure NONE = new LibNbd.CompletionClosure();

    private final Pointer handle;
    private final Memory buffers = new Memory((long) AT_ONCE * LONGEST);
    private final Deque<Request> under = new ArrayDeque<>();
    private int nextSlot;

    /** @param slot the part of the buffers that it uses */
    private record Request(long cookie, int slot, Extent where) {}

    /** Takes what was read. */
    @FunctionalInterface
    public interface Sink {
        /** @param data from its position to its limit; valid until this returns */
        void take(Extent where, ByteBuffer data) throws IOException;
    }

    private NbdClient(Pointer handle) {
        this.handle = handle;
    }

    /**
     * Connects to an export of a server that listens on a socket of this host.
     *
     * @param contexts names of what is to be asked by {@link #status}, for example {@code qemu:allocation-depth}
     * @throws IOException if there is no such server, export or context
     */
    public static NbdClient connect(Path socket, String export, String... contexts) throws IOException {
        Pointer handle = NBD.nbd_create();
        if (handle == null) {
            throw failure("No NBD client");
        }
        NbdClient client = new NbdClient(handle);
        try {
            require(NBD.nbd_set_export_name(handle, export), export);
            for (String context : contexts) {
                require(NBD.nbd_add_meta_context(handle, context), context);
            }
            require(NBD.nbd_connect_unix(handle, socket.toString()), export + " at " + socket.getFileName());
            for (String context : contexts) {
                if (NBD.nbd_can_meta_context(handle, context) != 1) {
                    throw new IOException(export + " does not tell " + context);
                }
            }
            return client;
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    /** Bytes. */
    public long size() throws IOException {
        return require(NBD.nbd_get_size(handle), "size");
    }

    /**
     * The parts of the disk whose flags in a context are as wanted, in the disk's order, joined where they touch.
     *
     * @param context one that was named when this connected
     */
    public List<Extent> status(String context, IntPredicate wanted) throws IOException {
        List<Extent> found = new ArrayList<>();
        long size = size();
        long[] at = {0};
        LibNbd.ExtentClosure closure = new LibNbd.ExtentClosure();
        closure.callback = (userData, of, offset, entries, count, error) -> {
            if (of.equals(context)) {
                at[0] = note(offset, entries, count.intValue(), wanted, found);
            }
            return 0;
        };
        while (at[0] < size) {
            long before = at[0];
            require(NBD.nbd_block_status(handle, Math.min(QUESTION, size - before), before, closure, 0), context);
            if (at[0] <= before) {
                throw new IOException("Nothing is told of " + context + " from " + before);
            }
        }
        return Extent.union(found);
    }

    private static long note(long offset, Pointer entries, int count, IntPredicate wanted, List<Extent> found) {
        long at = offset;
        for (int i = 0; i + 1 < count; i += 2) {
            long length = Integer.toUnsignedLong(entries.getInt((long) i * Integer.BYTES));
            if (wanted.test(entries.getInt((i + 1L) * Integer.BYTES)) && length > 0) {
                found.add(new Extent(at, length));
            }
            at += length;
        }
        return at;
    }

    /** Reads parts of the disk and hands them on in their order, in pieces of at most {@link #LONGEST}. */
    public void read(List<Extent> parts, Sink sink) throws IOException {
        Iterator<Extent> pieces =
                parts.stream().flatMap(part -> part.pieces(LONGEST)).iterator();
        while (pieces.hasNext() || !under.isEmpty()) {
            while (pieces.hasNext() && under.size() < AT_ONCE) {
                Extent piece = pieces.next();
                Pointer buffer = buffers.share(slot());
                begin(NBD.nbd_aio_pread(handle, buffer, length(piece), piece.offset(), NONE, 0), piece, "read");
            }
            Request done = finishOldest();
            sink.take(done.where, buffer(done.slot, (int) done.where.length()));
        }
    }

    /**
     * Begins to write; {@link #finish} waits for the end.
     *
     * @param data at most {@link #LONGEST} bytes; copied
     */
    public void write(long offset, ByteBuffer data) throws IOException {
        makeRoom();
        Extent piece = new Extent(offset, data.remaining());
        buffer(nextSlot, data.remaining()).put(data.duplicate());
        Pointer buffer = buffers.share(slot());
        begin(NBD.nbd_aio_pwrite(handle, buffer, length(piece), offset, NONE, 0), piece, "write");
    }

    /** Begins to make a part of the disk read as zeros; {@link #finish} waits for the end. */
    public void zero(Extent part) throws IOException {
        makeRoom();
        begin(NBD.nbd_aio_zero(handle, part.length(), part.offset(), NONE, 0), part, "zero");
    }

    /** Waits until everything that was begun is done. */
    public void finish() throws IOException {
        while (!under.isEmpty()) {
            finishOldest();
        }
    }

    /**
     * Waits until everything that was begun is done and the server has handed all of it on, what it keeps of the image's own tables too.
     *
     * @throws IOException also if the server failed at what it had already said to be written
     */
    public void flush() throws IOException {
        finish();
        require(NBD.nbd_flush(handle, 0), "flush");
    }

    private void makeRoom() throws IOException {
        if (under.size() == AT_ONCE) {
            finishOldest();
        }
    }

    private void begin(long cookie, Extent where, String what) throws IOException {
        require(cookie, what);
        under.add(new Request(cookie, nextSlot, where));
        nextSlot = (nextSlot + 1) % AT_ONCE;
    }

    private Request finishOldest() throws IOException {
        Request oldest = under.remove();
        long deadline = System.nanoTime() + ANSWERS_WITHIN.toNanos();
        while (require(NBD.nbd_aio_command_completed(handle, oldest.cookie), "request") == 0) {
            int left = (int) ((deadline - System.nanoTime()) / 1_000_000);
            if (left <= 0 || require(NBD.nbd_poll(handle, left), "answer") == 0) {
                throw new IOException("The NBD server does not answer");
            }
        }
        return oldest;
    }

    private long slot() {
        return (long) nextSlot * LONGEST;
    }

    private ByteBuffer buffer(int slot, int length) {
        return buffers.getByteBuffer((long) slot * LONGEST, length);
    }

    private static NativeLong length(Extent piece) {
        return new NativeLong(piece.length());
    }

    private static long require(long result, String what) throws IOException {
        if (result < 0) {
            throw failure(what);
        }
        return result;
    }

    private static IOException failure(String what) {
        return new IOException(what + ": " + NBD.nbd_get_error());
    }

    /** Ends the connection; what was begun and not finished is left undone. */
    @Override
    public void close() {
        NBD.nbd_shutdown(handle, LibNbd.SHUTDOWN_ABANDON_PENDING);
        NBD.nbd_close(handle);
        buffers.close();
    }
}
