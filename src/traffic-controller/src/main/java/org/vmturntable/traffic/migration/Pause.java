package org.vmturntable.traffic.migration;

import java.time.Duration;

/** Lets time pass. Given, never taken, so that tests need not wait. */
@FunctionalInterface
public interface Pause {
    void rest(Duration time) throws InterruptedException;
}
