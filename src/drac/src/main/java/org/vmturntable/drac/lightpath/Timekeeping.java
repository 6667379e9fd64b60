package org.vmturntable.drac.lightpath;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What time it is, and when to try again.
 *
 * @param timer only hands work to the network's workers, so one thread is enough
 * @param firstRetry how long after a failure an element that could not be cleaned is tried again; doubles each time
 * @param lastRetry the longest pause between two tries
 * @param tolerance how far the callers' clocks may differ: a lightpath may be provisioned so much before its window
 */
public record Timekeeping(
        Clock clock, ScheduledExecutorService timer, Duration firstRetry, Duration lastRetry, Duration tolerance) {

    /** First retry after 2 s, then up to 60 s apart; clocks may differ by 30 s. */
    public static Timekeeping of(Clock clock, ScheduledExecutorService timer) {
        return new Timekeeping(clock, timer, Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofSeconds(30));
    }
}
