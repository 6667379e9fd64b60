package org.vmturntable.wsrf.notification;

import java.time.Duration;

/**
 * How long to go on with a consumer that does not answer.
 *
 * @param first the pause after the first failure; doubled after each further one
 * @param longest no pause is longer
 * @param attempts after this many failures in a row the subscription ends
 */
public record Retry(Duration first, Duration longest, int attempts) {
    /** Gives up after about a quarter of an hour. */
    public static final Retry PATIENT = new Retry(Duration.ofMillis(500), Duration.ofMinutes(1), 22);

    Duration pause(int failures) {
        // Beyond 2^20 times the first pause every sensible longest one has been reached.
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, 20));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
