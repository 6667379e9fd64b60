package org.vmturntable.kernel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands until it is moved by hand. */
public class HandClock extends Clock {
    private Instant now;

    public HandClock(Instant start) {
        now = start;
    }

    public synchronized void pass(Duration time) {
        now = now.plus(time);
    }

    public synchronized void set(Instant time) {
        now = time;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
