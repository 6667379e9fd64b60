package org.vmturntable.traffic.migration;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** An answer, with the time that it took. */
record Timed<T>(T value, Instant started, Instant ended) {
    static <T> Timed<T> by(Clock clock, Supplier<T> call) {
        Instant started = clock.instant();
        T value = call.get();
        return new Timed<>(value, started, clock.instant());
    }

    StepRecord of(Step step, Map<String, String> given) {
        return new StepRecord(step, started, ended, given, Optional.empty());
    }
}
