package org.vmturntable.traffic.migration;

/** What a migration takes from others and must give back, in the order in which it takes them. */
public enum Holding {
    ROOM,
    TOKEN,
    LIGHTPATH
}
