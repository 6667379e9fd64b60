package org.vmturntable.cli.grid;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One step of a migration.
 *
 * @param given what the step got: the room, the token's id, the path; empty if it says nothing
 */
public record Step(String name, Instant started, Optional<Instant> ended, String given) {
    /** How long it took; empty while it runs. */
    public Optional<Duration> took() {
        return ended.map(end -> Duration.between(started, end));
    }
}
