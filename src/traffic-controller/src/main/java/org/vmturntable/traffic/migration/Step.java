package org.vmturntable.traffic.migration;

/** What a migration does, in this order; the last three only when it turns back. */
public enum Step {
    HOLD_ROOM,
    AUTHORISE,
    RESERVE_LIGHTPATH,
    SWITCH_ELEMENTS,
    PREPARE_ARRIVAL,
    MOVE_GUEST,
    MOVE_TUNNEL,
    SETTLE_GUEST,
    RELEASE_LIGHTPATH,
    REVOKE_TOKEN,
    GIVE_BACK_ROOM
}
