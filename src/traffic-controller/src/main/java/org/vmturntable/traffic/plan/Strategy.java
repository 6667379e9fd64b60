package org.vmturntable.traffic.plan;

import org.vmturntable.traffic.guest.Convergence;

/** How a guest is brought to its switchover. */
public enum Strategy {
    /** Passes until next to nothing is left, then the switch by post-copy. */
    PRECOPY_THEN_POSTCOPY,
    /** The guest writes about as fast as the path carries: another pass would leave as much. What is left follows it, as deltas if that helps. */
    EARLY_POSTCOPY,
    /** It writes so much that it would wait too long for what follows it: its processors are slowed down for some passes first. */
    THROTTLED,
    /** The hypervisors cannot switch by post-copy: all memory first, then one and a half round trips. */
    PLAIN_PRECOPY;

    /** Per cent. A guest that may be switched early never needs more, and is still of some use meanwhile. */
    static final int THROTTLED_MOST = 80;

    /** There is no other end to a copy by pre-copy alone. */
    private static final int THROTTLED_UTTERLY = 99;

    /** What the mover may do to get there. A guest that was seen to converge may still be slowed down if it changes its mind. */
    public Convergence convergence() {
        return switch (this) {
            case PRECOPY_THEN_POSTCOPY -> new Convergence(false, THROTTLED_MOST);
            case EARLY_POSTCOPY -> new Convergence(true, 0);
            case THROTTLED -> new Convergence(true, THROTTLED_MOST);
            case PLAIN_PRECOPY -> new Convergence(true, THROTTLED_UTTERLY);
        };
    }
}
