package org.vmturntable.libvirt;

/** How a move has ended, or that it has not. */
enum MoveEnd {
    NOT_SETTLED,
    HERE,
    AWAY,
    NOWHERE,
    /** It has switched, and the path was lost before all its memory had followed. */
    DIVIDED
}
