package org.vmturntable.container.config;

/** What another container is to this one. */
public enum PeerRole {
    /** A site: it may ask for room, tokens and lightpaths. */
    CONTAINER,
    /** A place where traffic enters: it is called, and may ask for nothing. */
    EDGE
}
