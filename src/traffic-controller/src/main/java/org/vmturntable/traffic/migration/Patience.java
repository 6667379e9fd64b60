package org.vmturntable.traffic.migration;

import java.time.Clock;
import java.time.Instant;

/** Rests between attempts, longer each time, until its time is up. */
final class Patience {
    private final Persistence persistence;
    private final Clock clock;
    private final Pause pause;

    Patience(Persistence persistence, Clock clock, Pause pause) {
        this.persistence = persistence;
        this.clock = clock;
        this.pause = pause;
    }

    Attempts begin() {
        return new Attempts(clock.instant().plus(persistence.patience()));
    }

    /** The attempts at one thing. */
    final class Attempts {
        private final Instant until;
        private int failures;

        private Attempts(Instant until) {
            this.until = until;
        }

        /**
         * Rests, after a failure.
         *
         * @return false, without a rest, if there shall be no further attempt
         * @throws RunEnded if the thread is told to stop
         */
        boolean restBeforeNext() {
            if (!clock.instant().isBefore(until)) {
                return false;
            }
            failures++;
            try {
                pause.rest(persistence.rest(failures));
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RunEnded("Told to stop", e);
            }
        }
    }
}
