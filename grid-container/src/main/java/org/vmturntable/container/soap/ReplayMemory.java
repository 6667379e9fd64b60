package org.vmturntable.container.soap;

import java.time.Instant;

/** Remembers which messages have been served, so that none is served twice, also by another container of the same site. */
public interface ReplayMemory {
    /**
     * Takes note of a message, in one step with the question whether it is new.
     *
     * @param message digest of its signature
     * @param until may be forgotten afterwards, for then the message's age alone refuses it
     * @return false if it was known already
     */
    boolean isNew(String message, Instant until);
}
