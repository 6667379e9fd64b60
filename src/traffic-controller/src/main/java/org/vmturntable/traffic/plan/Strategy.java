package org.vmturntable.traffic.plan;

/** How a guest is brought to its switchover. */
public enum Strategy {
    /** Passes until next to nothing is left, then the switch by post-copy. */
    PRECOPY_THEN_POSTCOPY,
    /** The guest writes about as fast as the path carries: another pass would leave as much. What is left follows it. */
    EARLY_POSTCOPY,
    /** It writes so much that it would wait too long for what follows it: its processors are slowed down for some passes first. */
    THROTTLED,
    /** The hypervisors cannot switch by post-copy: all memory first, then one and a half round trips. */
    PLAIN_PRECOPY
}
