package org.vmturntable.traffic.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One step that was done or tried.
 *
 * @param given what it was given, by name, in the order of the names; may be empty
 * @param failure why it did not come about; empty if it did
 */
public record StepRecord(
        Step step, Instant started, Instant ended, Map<String, String> given, Optional<Failure> failure) {
    public StepRecord {
        given = Collections.unmodifiableMap(new TreeMap<>(given));
    }

    public Duration took() {
        return Duration.between(started, ended);
    }
}
