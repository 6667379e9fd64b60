package org.vmturntable.testbed.demo.probe;

import java.util.Optional;

/**
 * How an echo session stands.
 *
 * @param fault why the session is no longer the one that was begun
 */
public record Echoes(long sent, long answered, Optional<String> fault) {
    /** True if every line has come back, once, in order and counted by one and the same session. */
    public boolean complete() {
        return fault.isEmpty() && sent == answered;
    }
}
