package org.vmturntable.traffic.migration;

/** What a migration does, in this order; what leads or gives back, only when it turns back. */
public enum Step {
    HOLD_ROOM,
    AUTHORISE,
    RESERVE_LIGHTPATH,
    PREPARE_ARRIVAL,
    SWITCH_ELEMENTS,
    EXTEND_LEASE,
    BICAST_TRAFFIC,
    MOVE_GUEST,
    MOVE_TUNNEL,
    SETTLE_GUEST,
    LEAD_TRAFFIC_BACK,
    RELEASE_LIGHTPATH,
    REVOKE_TOKEN,
    GIVE_BACK_ROOM
}
