package org.vmturntable.cli.follow;

import java.time.Duration;

/** How a follower waits; given, so that a test need not. */
@FunctionalInterface
public interface Pause {
    Pause REAL = time -> Thread.sleep(time.toMillis());

    void sleep(Duration time) throws InterruptedException;
}
