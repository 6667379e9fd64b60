package org.vmturntable.testbed.wan;

import java.time.Duration;
import org.vmturntable.kernel.Bandwidth;

/**
 * A place's link to the routed internet. Upwards, what exceeds its rate waits in the place's own device queue; downwards it
 * waits here, at most 100 ms.
 */
final class AccessLink implements Ingress, Transit {
    private static final Duration LONGEST_QUEUE = Duration.ofMillis(100);
    /** How far the reader may run ahead of the wire, nanoseconds: a few full packets. */
    private static final long LEAD = 500_000;

    private final Tap tap;
    private final long mac;
    private final Serialiser up;
    private final Serialiser down;
    private final DelayLine queue;
    private InternetSegment segment = InternetSegment.EMPTY;

    /** @param mac of the place's device, six bytes in the low end */
    AccessLink(Tap tap, long mac, Bandwidth rate) {
        this.tap = tap;
        this.mac = mac;
        up = new Serialiser(rate);
        down = new Serialiser(rate);
        queue = new DelayLine(Duration.ZERO, DelayLine.capacityFor(rate.bytesPerSecond(), LONGEST_QUEUE));
    }

    void attach(InternetSegment to) {
        segment = to;
    }

    long mac() {
        return mac;
    }

    @Override
    public Tap tap() {
        return tap;
    }

    @Override
    public long readyAt(long now) {
        return now + up.backlog(now) - LEAD;
    }

    @Override
    public void accept(Frame frame, long now) {
        up.send(frame);
        segment.route(this, frame);
    }

    /** Takes a frame from afar; it is lost if too many wait. */
    void receive(Frame frame) {
        if (down.backlog(frame.firstArrival) <= LONGEST_QUEUE.toNanos()) {
            down.send(frame);
            queue.offer(frame);
        }
    }

    @Override
    public long nextArrival() {
        return queue.nextArrival();
    }

    @Override
    public void deliver(long now) {
        while (queue.nextArrival() <= now) {
            tap.write(queue.head());
            queue.drop();
        }
    }
}
