package org.vmturntable.testbed.wan;

import java.time.Duration;
import org.vmturntable.kernel.Bandwidth;

/** One of a fibre pair's two fibres: serialisation at its rate, then half the round trip. */
final class FibreDirection implements Outlet, Transit {
    /** How much may wait for its turn where paths of several clients meet. */
    private static final Duration LONGEST_QUEUE = Duration.ofMillis(16);

    private final LitFibre fibre;
    private final String from;
    private final Serialiser serialiser;
    private final DelayLine line;
    private final ElementSwitch far;
    private final int farPort;
    private int cutsSeen;

    /** @param from the element whose light it is */
    FibreDirection(LitFibre fibre, String from, Bandwidth rate, Duration oneWay, ElementSwitch far, int farPort) {
        this.fibre = fibre;
        this.from = from;
        this.far = far;
        this.farPort = farPort;
        serialiser = new Serialiser(rate);
        line = new DelayLine(oneWay, DelayLine.capacityFor(rate.bytesPerSecond(), oneWay.plus(LONGEST_QUEUE)));
    }

    @Override
    public boolean send(Frame frame) {
        if (!fibre.carriesFrom(from) || serialiser.backlog(frame.firstArrival) > LONGEST_QUEUE.toNanos()) {
            return false;
        }
        serialiser.send(frame);
        return line.offer(frame);
    }

    @Override
    public long nextArrival() {
        return line.nextArrival();
    }

    @Override
    public void deliver(long now) {
        int cuts = fibre.cutsFrom(from);
        if (!fibre.carriesFrom(from) || cuts != cutsSeen) {
            cutsSeen = cuts;
            line.clear();
            return;
        }
        while (line.nextArrival() <= now) {
            far.receive(farPort, line.head());
            line.drop();
        }
    }
}
