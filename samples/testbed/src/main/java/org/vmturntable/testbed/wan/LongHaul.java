package org.vmturntable.testbed.wan;

import java.time.Duration;
import org.vmturntable.kernel.Bandwidth;

/** The way from one place's access link to another's: distance only, the rates are those of the links. */
final class LongHaul implements Transit {
    private final AccessLink from;
    private final AccessLink to;
    private final DelayLine line;

    LongHaul(AccessLink from, AccessLink to, Bandwidth rate, Duration oneWay) {
        this.from = from;
        this.to = to;
        line = new DelayLine(oneWay, DelayLine.capacityFor(rate.bytesPerSecond(), oneWay));
    }

    AccessLink from() {
        return from;
    }

    AccessLink to() {
        return to;
    }

    void carry(Frame frame) {
        line.offer(frame);
    }

    @Override
    public long nextArrival() {
        return line.nextArrival();
    }

    @Override
    public void deliver(long now) {
        while (line.nextArrival() <= now) {
            to.receive(line.head());
            line.drop();
        }
    }
}
