package org.vmturntable.traffic.hosting;

/** What moves a hold from one state to the next. */
public enum RoomSignal {
    PREPARE,
    COMMIT,
    ABORT,
    CLEARED,
    LEASE_END
}
