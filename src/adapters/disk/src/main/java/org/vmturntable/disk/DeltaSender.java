package org.vmturntable.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The source's side of the disks' stream: what a guest's disks hold, round by round. Blocks while the path is full. For one
 * thread, but that any may ask how much was {@link #sent}.
 */
public final class DeltaSender {
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(NbdClient.LONGEST);

    private final ByteChannel to;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(Frame.HEADER + Frame.LONGEST_PAYLOAD);
    private final AtomicLong sent = new AtomicLong();
    private long round;
    private long applied;

    /** @param to in blocking mode */
    public DeltaSender(ByteChannel to) {
        this.to = to;
    }

    /** Asks for the move with which the guest had left a disk at the destination; empty if it had not. */
    public Optional<String> leftWith(int disk) throws IOException {
        put(Frame.of(Frame.Kind.WHAT_IS_THERE, disk, 0));
        return Optional.of(await(Frame.Kind.LEFT_WITH, 0).text()).filter(name -> !name.isEmpty());
    }

    /**
     * Says what a disk begins from, and waits until the destination is ready for it.
     *
     * @param known the overlay at the destination is right in all that will not be sent
     */
    public void begin(int disk, boolean known) throws IOException {
        put(Frame.of(known ? Frame.Kind.FROM_WHAT_IS_THERE : Frame.Kind.FROM_NOTHING, disk, 0));
        await(Frame.Kind.APPLIED, 0);
    }

    /** Reads parts of a disk and sends them; those that are zero as a word only. */
    public void send(int disk, NbdClient source, List<Extent> parts) throws IOException {
        source.read(parts, (where, data) -> {
            boolean zero = data.mismatch(ZEROS.duplicate().limit(data.remaining())) < 0;
            put(zero ? Frame.zero(disk, where) : Frame.data(disk, where.offset(), data));
        });
    }

    /** Ends a round and waits until the destination has all of it. */
    public void endRound() throws IOException {
        endRoundAhead();
        awaitApplied();
    }

    /** Ends a round and returns at once: that the destination has it is waited for with the next. */
    public void endRoundAhead() throws IOException {
        round++;
        put(Frame.of(Frame.Kind.ROUND, 0, round));
    }

    private void awaitApplied() throws IOException {
        while (applied < round) {
            await(Frame.Kind.APPLIED, applied + 1);
            applied++;
        }
    }

    /** Ends the last round and returns at once: the destination now lets go of the images. */
    public void endLastRound() throws IOException {
        round++;
        put(Frame.of(Frame.Kind.LAST_ROUND, 0, round));
    }

    /** Waits until the last round lies on the destination's disk. */
    public void awaitDurable() throws IOException {
        awaitApplied();
        await(Frame.Kind.DURABLE, round);
    }

    /** Asks whether an earlier stream has brought the last round, and waits until it lies on the destination's disk if so. */
    public boolean areWhole() throws IOException {
        put(Frame.of(Frame.Kind.ARE_THEY_WHOLE, 0, 0));
        return answer().kind() == Frame.Kind.DURABLE;
    }

    /** Bytes put on the stream so far. */
    public long sent() {
        return sent.get();
    }

    private void put(Frame frame) throws IOException {
        try {
            frame.write(to, scratch);
            sent.addAndGet(Frame.HEADER + frame.payload().limit());
        } catch (IOException e) {
            throw reason(e);
        }
    }

    /** Why the destination has hung up, if it said so. */
    private IOException reason(IOException met) {
        try {
            Frame last = Frame.read(to, scratch);
            while (last.kind() != Frame.Kind.FAILED) {
                last = Frame.read(to, scratch);
            }
            return new IOException(last.text(), met);
        } catch (IOException nothingSaid) {
            return met;
        }
    }

    private Frame await(Frame.Kind kind, long number) throws IOException {
        Frame answer = answer();
        if (answer.kind() != kind || answer.at() != number) {
            throw new IOException("The destination answers " + answer.kind() + " " + answer.at() + " instead of " + kind
                    + " " + number);
        }
        return answer;
    }

    private Frame answer() throws IOException {
        Frame answer = Frame.read(to, scratch);
        if (answer.kind() == Frame.Kind.FAILED) {
            throw new IOException(answer.text());
        }
        return answer;
    }
}
