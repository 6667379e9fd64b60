package org.vmturntable.cli.grid;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One step of a migration.
 *
 * @param given what the step got: the room, the token's id, the path; empty if it says nothing
 * @param failure why it was tried in vain
 */
public record Step(
        String name, Instant started, Optional<Instant> ended, String given, Optional<Failure.Cause> failure) {
    /** What came of it: what it got, or why nothing. */
    public String outcome() {
        return failure.map(Failure.Cause::told).orElse(given);
    }

    /** How long it took; empty while it runs. */
    public Optional<Duration> took() {
        return ended.map(end -> Duration.between(started, end));
    }
}
