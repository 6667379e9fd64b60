package org.vmturntable.snmp;

import java.time.Duration;

/**
 * How long an element may take to answer.
 *
 * @param timeout for each try; must allow for a round trip, and for a second one when the agent's clock must be learned first
 * @param retries after the first try
 */
public record Patience(Duration timeout, int retries) {
    /** For round trips of up to 210 ms: an element is unreachable after 3 s. */
    public static final Patience OVER_THE_OCEAN = new Patience(Duration.ofSeconds(1), 2);
}
