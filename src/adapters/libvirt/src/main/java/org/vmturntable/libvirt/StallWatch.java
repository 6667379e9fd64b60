package org.vmturntable.libvirt;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a copy stands still: TCP itself would wait for a dead path for a quarter of an hour
 * ({@code net.ipv4.tcp_retries2}). While a copy runs some figure changes at every look, also over an ocean.
 */
final class StallWatch {
    private final Duration whileCopying;
    private final Duration whilePreparing;
    private @Nullable JobFigures last;
    private Instant changed;

    /**
     * @param whileCopying how long a copy may stand still
     * @param whilePreparing how long the hypervisors may take before the first byte
     */
    StallWatch(Duration whileCopying, Duration whilePreparing, Instant now) {
        this.whileCopying = whileCopying;
        this.whilePreparing = whilePreparing;
        this.changed = now;
    }

    /** True if the copy has stood still for too long; then counts anew. */
    boolean stalled(JobFigures figures, Instant now) {
        if (!sameAmounts(figures)) {
            last = figures;
            changed = now;
            return false;
        }
        if (Duration.between(changed, now).compareTo(figures.copying() ? whileCopying : whilePreparing) < 0) {
            return false;
        }
        changed = now;
        return true;
    }

    /** The rate is left out: QEMU's mean goes on falling while nothing moves. */
    private boolean sameAmounts(JobFigures figures) {
        return Optional.ofNullable(last)
                .filter(before -> before.processed() == figures.processed()
                        && before.remaining() == figures.remaining()
                        && before.total() == figures.total()
                        && before.pass() == figures.pass())
                .isPresent();
    }
}
