package org.vmturntable.traffic.plan;

import java.time.Duration;
import org.vmturntable.kernel.Bytes;

/**
 * What a migration is going to be like. Of disks it counts what they have written by now, not what they write meanwhile.
 *
 * @param passes over the guest's memory, the last one included, 1 or more
 * @param bytes of memory and disks on the wire, at most: pages of zeroes are counted, and cost nearly nothing
 * @param diskBytes what of that is disks
 * @param copy from the first byte to the last, what follows the guest included
 * @param total from the request to the end
 * @param brownOut in which the guest, at its destination, may wait for memory that follows it; zero with plain pre-copy
 */
public record MigrationPlan(
        Strategy strategy,
        int passes,
        Bytes bytes,
        Bytes diskBytes,
        Duration copy,
        Duration total,
        Blackout blackout,
        Duration brownOut) {}
