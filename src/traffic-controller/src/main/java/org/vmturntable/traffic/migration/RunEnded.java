package org.vmturntable.traffic.migration;

import org.jspecify.annotations.Nullable;

/** This process must let go of the migration at once, without touching anything: what follows is another run's. */
final class RunEnded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunEnded(String why, @Nullable Throwable cause) {
        super(why, cause);
    }
}
