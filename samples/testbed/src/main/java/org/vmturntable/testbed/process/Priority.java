package org.vmturntable.testbed.process;

import java.util.List;
import java.util.stream.Stream;

/**
 * Who goes first on a machine that stands in for many. At real sites a guest does not wait for the certificates that a container
 * checks on another host, nor light for either.
 */
public enum Priority {
    /** The ocean has to keep time while all others compute; it takes little and never waits for them. */
    OCEAN(-15),
    /** What guests run on and go through. */
    DATA_PLANE(-10);

    private final int nice;

    Priority(int nice) {
        this.nice = nice;
    }

    /** The same command line, run with this priority. */
    public List<String> of(List<String> words) {
        return Stream.concat(Stream.of("nice", "-n", Integer.toString(nice)), words.stream())
                .toList();
    }
}
