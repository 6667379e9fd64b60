package org.vmturntable.cli.grid;

import java.util.List;

/**
 * What a migration would be like that began now.
 *
 * @param strategy such as {@code PRECOPY_THEN_POSTCOPY}
 * @param bytes on the wire, at most
 * @param diskBytes what of that is disks
 * @param blackoutBoundMillis what can be promised
 * @param brownOutMillis how long the machine may have to wait for memory that follows it
 * @param leaseMillis for which room and lightpath would be held
 * @param bandwidth of the lightpath, bit/s
 * @param roundTripMicros of the path
 * @param written what was seen of the machine; not empty
 */
public record Plan(
        String strategy,
        int passes,
        long totalMillis,
        long copyMillis,
        long bytes,
        long diskBytes,
        long blackoutMillis,
        long blackoutBoundMillis,
        long brownOutMillis,
        long leaseMillis,
        long bandwidth,
        long roundTripMicros,
        List<Written> written) {
    public Plan {
        written = List.copyOf(written);
    }

    /** How much of its memory a machine wrote within a time, each page counted once. */
    public record Written(long withinMillis, long bytes) {}
}
