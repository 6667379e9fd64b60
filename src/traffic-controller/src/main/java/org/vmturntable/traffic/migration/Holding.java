package org.vmturntable.traffic.migration;

/** What a migration takes from others and must give back, in the order in which it takes them. */
public enum Holding {
    ROOM,
    TOKEN,
    LIGHTPATH,
    /** The guest's traffic: it may follow the guest as soon as that resumes at the destination, while the move can still fail. */
    TUNNEL
}
