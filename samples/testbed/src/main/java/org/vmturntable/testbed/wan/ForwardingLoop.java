package org.vmturntable.testbed.wan;

import java.nio.ByteBuffer;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that moves frames: delivers what is due, reads what has come, sleeps to the nanosecond until either. Allocates
 * nothing per frame.
 */
final class ForwardingLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardingLoop.class);

    private static final int POLLFD_SIZE = 8;
    private static final short POLLIN = 0x1;
    private static final short POLLERR = 0x8;
    /** Frames read from one TAP before the others have their turn. */
    private static final int BATCH = 16;
    /** Longest sleep, so that a request to stop or a cut fibre is seen soon. */
    private static final long LONGEST_SLEEP = 20_000_000L;

    private static final long NANOS = 1_000_000_000L;

    private final List<Ingress> ingresses;
    private final List<Transit> transits;
    private final Frame scratch = new Frame(new OffHeap(Frame.MAX_LENGTH));
    private final OffHeap polled;
    private final OffHeap timeout = new OffHeap(2 * Long.BYTES);
    private volatile boolean stopping;

    ForwardingLoop(List<Ingress> ingresses, List<Transit> transits) {
        this.ingresses = List.copyOf(ingresses);
        this.transits = List.copyOf(transits);
        polled = new OffHeap(Math.max(1, ingresses.size()) * POLLFD_SIZE);
        for (int i = 0; i < ingresses.size(); i++) {
            polled.bytes().putInt(i * POLLFD_SIZE, ingresses.get(i).tap().descriptor());
        }
    }

    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        // The kernel may else wake this thread 50 microseconds late, to save power.
        Libc.prctl(Libc.PR_SET_TIMERSLACK, 1);
        while (!stopping) {
            long wake = deliverDue(System.nanoTime());
            if (poll(wake) > 0) {
                readArrived();
            }
        }
    }

    private long deliverDue(long now) {
        long wake = now + LONGEST_SLEEP;
        for (int i = 0; i < transits.size(); i++) {
            Transit transit = transits.get(i);
            transit.deliver(now);
        }
        for (int i = 0; i < transits.size(); i++) {
            wake = Math.min(wake, transits.get(i).nextArrival());
        }
        return wake;
    }

    private int poll(long wakeForTransits) {
        ByteBuffer bytes = polled.bytes();
        long now = System.nanoTime();
        long wake = wakeForTransits;
        for (int i = 0; i < ingresses.size(); i++) {
            long readyAt = ingresses.get(i).readyAt(now);
            boolean ready = readyAt <= now;
            // A descriptor left out is negative: poll then ignores it, errors included.
            int descriptor = ingresses.get(i).tap().descriptor();
            bytes.putInt(i * POLLFD_SIZE, ready ? descriptor : -1);
            bytes.putShort(i * POLLFD_SIZE + 4, POLLIN);
            bytes.putShort(i * POLLFD_SIZE + 6, (short) 0);
            wake = ready ? wake : Math.min(wake, readyAt);
        }
        long sleep = Math.max(0, wake - now);
        timeout.bytes().putLong(0, sleep / NANOS).putLong(Long.BYTES, sleep % NANOS);
        return Libc.ppoll(polled.address(), ingresses.size(), timeout.address(), 0);
    }

    private void readArrived() {
        for (int i = 0; i < ingresses.size(); i++) {
            short seen = polled.bytes().getShort(i * POLLFD_SIZE + 6);
            if ((seen & POLLERR) != 0) {
                // The kernel says so only when the device was removed, with its namespace: there is nothing left to do.
                LOG.error("a device was removed from outside; the emulator ends");
                stop();
            } else if (seen != 0) {
                read(ingresses.get(i));
            }
        }
    }

    private void read(Ingress ingress) {
        for (int i = 0; i < BATCH; i++) {
            long now = System.nanoTime();
            if (ingress.readyAt(now) > now || !ingress.tap().read(scratch)) {
                return;
            }
            scratch.arrival = now;
            scratch.firstArrival = now;
            ingress.accept(scratch, now);
        }
    }
}
