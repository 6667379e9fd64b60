package org.vmturntable.container;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** The host's clock to the microsecond, as a store keeps it; a test can have it leap forward. Timers do not leap with it. */
final class LeapingClock extends Clock {
    private final Clock host = Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    void leap(Duration time) {
        ahead.accumulateAndGet(time, Duration::plus);
    }

    @Override
    public Instant instant() {
        return host.instant().plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.offset(host.withZone(zone), ahead.get());
    }
}
