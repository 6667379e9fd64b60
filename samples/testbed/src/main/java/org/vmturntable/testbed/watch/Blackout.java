package org.vmturntable.testbed.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The time in which the guest ran nowhere.
 *
 * @param stopped by the source's QEMU
 * @param resumed by the destination's
 */
public record Blackout(Instant stopped, Instant resumed) {
    /** The one of a move that began then; empty as long as the guest has not run on. */
    public static Optional<Blackout> of(SiteEvents source, SiteEvents destination, Instant begin) {
        return destination
                .firstResumed(begin)
                .flatMap(resumed -> source.lastStopped(begin, resumed).map(stopped -> new Blackout(stopped, resumed)));
    }

    public Duration length() {
        return Duration.between(stopped, resumed);
    }
}
