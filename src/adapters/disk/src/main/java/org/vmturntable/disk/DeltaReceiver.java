package org.vmturntable.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The destination's side of the disks' stream: writes what comes into the overlays, and holds their write locks until the last round
 * is in, so that no guest can run on less. Survives the end of a stream: the next one goes on where it ended. When the images are the
 * hypervisor's, nothing is written any more, and who asks is told again that they are whole.
 */
public final class DeltaReceiver implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DeltaReceiver.class);

    private final List<OverlayWriter> writers;
    private final Runnable letGo;
    private final EarlySync earlySync = new EarlySync();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(Frame.HEADER + Frame.LONGEST_PAYLOAD);
    private final AtomicReference<@Nullable ByteChannel> current = new AtomicReference<>();
    private volatile boolean released;
    private boolean durable;

    /**
     * @param disks in the order of their numbers on the stream
     * @param sockets folder for sockets, which nobody else may enter
     * @param letGo called when the images are whole and free for the hypervisor
     */
    public DeltaReceiver(List<ArrivingDisk> disks, Path sockets, String name, Runnable letGo) {
        this.writers = new ArrayList<>();
        for (ArrivingDisk disk : disks) {
            writers.add(new OverlayWriter(disk, sockets.resolve(name + "-" + writers.size() + ".nbd")));
        }
        this.letGo = letGo;
    }

    /**
     * Takes what comes until the stream ends; an earlier stream, if one is still open, is closed.
     *
     * @throws EOFException if it ended before the last round
     * @throws IOException if the images cannot be written, or what came cannot be used: the source is told
     */
    public void receive(ByteChannel from) throws IOException {
        ByteChannel before = current.getAndSet(from);
        if (before != null) {
            before.close(); // whoever still waits there waits for nothing
        }
        takeAll(from);
    }

    private synchronized void takeAll(ByteChannel from) throws IOException {
        try {
            if (!released) {
                earlySync.requireSuccess();
                for (OverlayWriter writer : writers) {
                    writer.resume();
                }
            }
            boolean more = true;
            while (more) {
                more = take(Frame.read(from, scratch), from);
            }
        } catch (EOFException e) {
            throw e;
        } catch (IOException e) {
            answer(Frame.text(Frame.Kind.FAILED, 0, String.valueOf(e.getMessage())), from);
            throw e;
        }
    }

    private boolean take(Frame frame, ByteChannel from) throws IOException {
        return switch (frame.kind()) {
            case ARE_THEY_WHOLE -> {
                makeDurable();
                answer(Frame.of(released ? Frame.Kind.DURABLE : Frame.Kind.NOT_WHOLE, 0, 0), from);
                yield true;
            }
            case LAST_ROUND -> {
                endLastRound(frame.at(), from);
                yield false;
            }
            default -> {
                if (!released) {
                    takePart(frame, from);
                } else if (frame.kind() != Frame.Kind.DATA && frame.kind() != Frame.Kind.ZERO) {
                    throw new IOException("The disks are whole already");
                }
                yield true;
            }
        };
    }

    private void takePart(Frame frame, ByteChannel from) throws IOException {
        switch (frame.kind()) {
            case WHAT_IS_THERE -> {
                String left = Overlay.leftWith(writer(frame).path()).orElse("");
                answer(Frame.text(Frame.Kind.LEFT_WITH, frame.disk(), left), from);
            }
            case FROM_WHAT_IS_THERE -> begin(writer(frame), true, from);
            case FROM_NOTHING -> begin(writer(frame), false, from);
            case DATA -> writer(frame).write(frame);
            case ZERO -> writer(frame).zero(new Extent(frame.at(), frame.length()));
            case ROUND -> {
                earlySync.requireSuccess();
                for (OverlayWriter writer : writers) {
                    writer.endRound();
                }
                earlySync.begin(writers.stream().map(OverlayWriter::path).toList());
                answer(Frame.of(Frame.Kind.APPLIED, 0, frame.at()), from);
            }
            case ARE_THEY_WHOLE, LAST_ROUND, LEFT_WITH, NOT_WHOLE, APPLIED, DURABLE, FAILED ->
                throw new IOException("The source says " + frame.kind() + ", which is no part of a disk");
        }
    }

    /** What the guest runs on becomes durable also if the source cannot be answered. */
    private void endLastRound(long round, ByteChannel from) throws IOException {
        try {
            if (!released) {
                release();
            }
            answer(Frame.of(Frame.Kind.APPLIED, 0, round), from);
        } finally {
            makeDurable();
        }
        answer(Frame.of(Frame.Kind.DURABLE, 0, round), from);
    }

    private void makeDurable() throws IOException {
        if (released && !durable) {
            earlySync.await(); // the kernel tells only one of two of a failure
            for (OverlayWriter writer : writers) {
                Overlay.sync(writer.path());
            }
            durable = true;
        }
    }

    private void begin(OverlayWriter writer, boolean known, ByteChannel from) throws IOException {
        writer.begin(known);
        answer(Frame.of(Frame.Kind.APPLIED, 0, 0), from);
    }

    private void release() throws IOException {
        earlySync.requireSuccess();
        long begun = System.nanoTime();
        for (OverlayWriter writer : writers) {
            writer.endRound();
        }
        long checked = System.nanoTime();
        for (OverlayWriter writer : writers) {
            // the guest writes to it from here on: noted first
            Overlay.forget(writer.path());
            writer.close();
        }
        released = true;
        letGo.run();
        log.info(
                "The last round was checked in {} µs, and the images let go in {} µs",
                micros(begun, checked),
                micros(checked, System.nanoTime()));
    }

    private static long micros(long from, long to) {
        return TimeUnit.NANOSECONDS.toMicros(to - from);
    }

    private OverlayWriter writer(Frame frame) throws IOException {
        if (frame.disk() >= writers.size()) {
            throw new IOException("No disk " + frame.disk() + " was announced");
        }
        return writers.get(frame.disk());
    }

    private void answer(Frame frame, ByteChannel to) throws IOException {
        frame.write(to, ByteBuffer.allocate(Frame.HEADER + frame.payload().remaining()));
    }

    /** True once the images are whole and the hypervisor's. */
    public boolean isReleased() {
        return released;
    }

    /** Lets go of the images without a word, whole or not; the overlays stay. */
    @Override
    public synchronized void close() throws IOException {
        for (OverlayWriter writer : writers) {
            writer.close();
        }
        makeDurable();
    }
}
