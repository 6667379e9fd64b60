package org.vmturntable.testbed.wan;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * What is on its way in one direction of a wire: frames in order, each with the time at which it is there whole. A ring in
 * off-heap memory; a frame that finds no room is refused. Not for several threads.
 */
final class DelayLine {
    /** There is nothing on the way. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int HEADER = 48;
    private static final int ALIGNMENT = 8;
    private static final int WRAP = -1;

    private final long propagation;
    private final OffHeap ring;
    private final ByteBuffer bytes;
    private final Frame head;
    private int first;
    private int next;
    private int used;

    /**
     * @param propagation from one end to the other
     * @param capacity bytes of the ring, at least that of two frames
     */
    DelayLine(Duration propagation, int capacity) {
        if (capacity < 2 * entrySize(Frame.MAX_LENGTH)) {
            throw new IllegalArgumentException("a delay line needs room for two frames, not " + capacity + " bytes");
        }
        this.propagation = propagation.toNanos();
        ring = new OffHeap(capacity / ALIGNMENT * ALIGNMENT);
        bytes = ring.bytes();
        head = new Frame(ring);
    }

    /** Room for all that a wire of that rate holds, and a third more for the book-keeping of small frames. */
    static int capacityFor(long bytesPerSecond, Duration time) {
        long onTheWay = Math.multiplyExact(bytesPerSecond, time.toNanos()) / 1_000_000_000L;
        return Math.toIntExact(onTheWay * 4 / 3 + 4L * entrySize(Frame.MAX_LENGTH));
    }

    /**
     * Takes a copy of a frame that leaves this end at its arrival times.
     *
     * @return false if it was refused for want of room
     */
    boolean offer(Frame frame) {
        int size = entrySize(frame.length);
        int tail = ring.size() - next;
        boolean wraps = tail < size;
        if (used + size + (wraps ? tail : 0) > ring.size()) {
            return false;
        }
        if (wraps) {
            if (tail >= Integer.BYTES) {
                bytes.putInt(next, WRAP);
            }
            used += tail;
            next = 0;
        }
        write(next, frame);
        next = (next + size) % ring.size();
        used += size;
        return true;
    }

    /** When the frame at the head is at the other end, or {@link #NEVER}. */
    long nextArrival() {
        return used == 0 ? NEVER : bytes.getLong(headPosition() + 8);
    }

    /** The frame at the head; the view holds until the next call on this line. */
    Frame head() {
        if (used == 0) {
            throw new IllegalStateException("nothing is on the way");
        }
        int at = headPosition();
        head.length = bytes.getInt(at);
        head.tag = bytes.getInt(at + 4);
        head.arrival = bytes.getLong(at + 8);
        head.firstArrival = bytes.getLong(at + 16);
        head.packets = bytes.getInt(at + 24);
        head.wireBytes = bytes.getInt(at + 28);
        head.firstWireBytes = bytes.getInt(at + 32);
        head.largestPacket = bytes.getInt(at + 36);
        head.start = at + HEADER;
        return head;
    }

    /** Forgets the frame at the head. */
    void drop() {
        int size = entrySize(bytes.getInt(headPosition()));
        first = (first + size) % ring.size();
        used -= size;
    }

    /** Forgets everything on the way. */
    void clear() {
        first = 0;
        next = 0;
        used = 0;
    }

    private void write(int at, Frame frame) {
        bytes.putInt(at, frame.length);
        bytes.putInt(at + 4, frame.tag);
        bytes.putLong(at + 8, frame.arrival + propagation);
        bytes.putLong(at + 16, frame.firstArrival + propagation);
        bytes.putInt(at + 24, frame.packets);
        bytes.putInt(at + 28, frame.wireBytes);
        bytes.putInt(at + 32, frame.firstWireBytes);
        bytes.putInt(at + 36, frame.largestPacket);
        bytes.put(at + HEADER, frame.memory.bytes(), frame.start, frame.length);
    }

    private int headPosition() {
        if (used > 0 && bytes.getInt(first) == WRAP) {
            used -= ring.size() - first;
            first = 0;
        }
        return first;
    }

    private static int entrySize(int frameLength) {
        return (HEADER + frameLength + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
