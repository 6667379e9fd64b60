package org.vmturntable.traffic.hosting;

/** What has become of room that was asked for. Stored by name: a name never changes its meaning. */
public enum RoomState {
    /** Counted as taken until the lease ends. */
    HELD,
    /** The guest may appear at any moment. */
    PREPARED,
    /** The guest is this site's. */
    COMMITTED,
    /** Given back by the site that had asked; what arrived on disks is yet to be cleared away. */
    CLEARING,
    /** Given back by the site that had asked. */
    ABORTED,
    /** Given back because the lease ended and no guest had come. */
    EXPIRED
}
