package org.vmturntable.traffic.plan;

import org.vmturntable.traffic.guest.Convergence;

/** How a guest is brought to its switchover. */
public enum Strategy {
    /** Passes until next to nothing is left, then the switch by post-copy. */
    PRECOPY_THEN_POSTCOPY(new Convergence(false, Strategy.THROTTLED_MOST)),
    /** The guest writes about as fast as the path carries: another pass would leave as much. What is left follows it, as deltas if that helps. */
    EARLY_POSTCOPY(new Convergence(true, 0)),
    /** It writes so much that it would wait too long for what follows it: its processors are slowed down for some passes first. */
    THROTTLED(new Convergence(true, Strategy.THROTTLED_MOST)),
    /** The hypervisors cannot switch by post-copy: all memory first, then one and a half round trips. */
    PLAIN_PRECOPY(new Convergence(true, 99));

    /** Per cent. A guest that may be switched early never needs more, and is still of some use meanwhile. */
    static final int THROTTLED_MOST = 80;

    private final Convergence convergence;

    Strategy(Convergence convergence) {
        this.convergence = convergence;
    }

    /** What the mover may do to get there. */
    public Convergence convergence() {
        return convergence;
    }
}
