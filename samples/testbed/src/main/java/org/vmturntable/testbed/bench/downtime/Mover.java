package org.vmturntable.testbed.bench.downtime;

import java.time.Duration;
import org.vmturntable.testbed.topology.Site;

/** Moves the guest, and lets its traffic follow. */
interface Mover extends AutoCloseable {
    /** @return how long it took, from the order to the end */
    Duration move(Site from, Site to) throws InterruptedException;

    @Override
    void close();
}
