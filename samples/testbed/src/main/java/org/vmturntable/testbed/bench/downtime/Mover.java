package org.vmturntable.testbed.bench.downtime;

import java.time.Duration;
import java.util.Optional;
import org.vmturntable.testbed.topology.Site;

/** Moves the guest, and lets its traffic follow. */
interface Mover extends AutoCloseable {
    /** Blocks until the guest has moved. */
    Moved move(Site from, Site to) throws InterruptedException;

    /**
     * What the tool itself says.
     *
     * @param total from the order to the end
     * @param blackoutBound how long it had promised, before it began, that the guest would stand still at most; empty for a tool that
     *     promises nothing
     */
    record Moved(Duration total, Optional<Duration> blackoutBound) {}

    @Override
    void close();
}
