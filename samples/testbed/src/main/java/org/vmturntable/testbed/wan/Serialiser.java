package org.vmturntable.testbed.wan;

import org.vmturntable.kernel.Bandwidth;

/** The sending end of a wire: one bit after another, at the wire's rate. Not for several threads. */
final class Serialiser {
    private static final long NANOS = 1_000_000_000L;

    private final long bitsPerSecond;
    private long busyUntil = Long.MIN_VALUE;

    /** @param rate of the wire, positive */
    Serialiser(Bandwidth rate) {
        bitsPerSecond = rate.bitsPerSecond();
        if (bitsPerSecond <= 0) {
            throw new IllegalArgumentException("a wire needs a rate");
        }
    }

    /** How long the wire is taken by so many bytes, nanoseconds, rounded down. */
    long nanosFor(long wireBytes) {
        return wireBytes * Byte.SIZE * NANOS / bitsPerSecond;
    }

    /**
     * How long a frame that is here from then on has to wait for its turn, nanoseconds.
     *
     * @param from a time of {@link System#nanoTime}
     */
    long backlog(long from) {
        return busyUntil == Long.MIN_VALUE ? 0 : Math.max(0, busyUntil - from);
    }

    /**
     * Sends a frame after all that came before. It may begin as soon as its first packet is here, as a real element does
     * with a train of packets, and moves the frame's two arrival times to when its packets have left.
     */
    void send(Frame frame) {
        long begin = frame.firstArrival + backlog(frame.firstArrival);
        busyUntil = begin + nanosFor(frame.wireBytes);
        frame.firstArrival = begin + nanosFor(frame.firstWireBytes);
        frame.arrival = busyUntil;
    }

    /** Takes the wire for a frame without delaying the frame: paces a reader. */
    void occupy(long now, long wireBytes) {
        busyUntil = now + backlog(now) + nanosFor(wireBytes);
    }
}
