package org.vmturntable.traffic.guest;

/** What a guest is doing at this site. */
public enum GuestState {
    RUNNING,
    PAUSED,
    /** Here and being copied to another site: running, or switched over and kept for the rest of its memory. */
    MOVING_OUT,
    /** Being received: not yet running here. A destination says so to its source, too, of a guest that runs and still lacks memory. */
    ARRIVING,
    SHUT_OFF,
    /** Not known to this site's hypervisor. */
    ABSENT
}
