package org.vmturntable.traffic.plan;

import java.time.Duration;
import org.vmturntable.kernel.Bytes;

/**
 * What a migration is going to be like. Counts memory only: a guest's disks are not among what is moved yet.
 *
 * @param passes over the guest's memory, the last one included, 1 or more
 * @param bytes on the wire, at most: pages of zeroes are counted, and cost nearly nothing
 * @param copy from the first byte to the last, what follows the guest included
 * @param total from the request to the end
 * @param brownOut in which the guest, at its destination, may wait for memory that follows it; zero with plain pre-copy
 */
public record MigrationPlan(
        Strategy strategy,
        int passes,
        Bytes bytes,
        Duration copy,
        Duration total,
        Blackout blackout,
        Duration brownOut) {}
