package org.vmturntable.testbed.process;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Says what is being done, each line with the seconds since the start. */
public final class Progress {
    private final PrintStream out;
    private final InstantSource clock;
    private final Instant start;

    public Progress(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
        this.start = clock.instant();
    }

    public synchronized void say(String sentence) {
        long millis = Duration.between(start, clock.instant()).toMillis();
        out.printf("%6.1f s  %s%n", millis / 1000.0, sentence);
        out.flush();
    }
}
