package org.vmturntable.traffic.migration;

/** What moves a migration from one state to the next. */
public enum MigrationSignal {
    ROOM_GIVEN,
    TOKEN_GRANTED,
    PATH_BOOKED,
    ELEMENTS_SWITCHED,
    ARRIVAL_READY,
    COPY_BEGUN,
    LEASE_EXTENDED,
    EXTENSION_REFUSED,
    GUEST_ARRIVED,
    TRAFFIC_MOVED,
    GUEST_SETTLED,
    HOLDING_RELEASED,
    ALL_RELEASED,
    CANCEL_ASKED,
    STEP_FAILED,
    UNDONE,
    GAVE_UP,
    UNDO_AGAIN,
    LOCATE_AGAIN,
    TUNNEL_AGAIN,
    SETTLE_AGAIN,
    RELEASE_AGAIN
}
