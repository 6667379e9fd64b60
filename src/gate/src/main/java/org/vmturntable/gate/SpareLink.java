package org.vmturntable.gate;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** The link that stands ready for a move's next stream. */
final class SpareLink {
    /** Longer than one takes to be made, or to fail. */
    static final Duration AGAIN = Gate.PATIENCE.plusSeconds(2);

    private final Predicate<OutboundStream> isWhole;
    private Optional<OutboundStream> ready = Optional.empty();
    private Optional<Instant> missingSince = Optional.empty();

    /** @param isWhole false for one that has broken */
    SpareLink(Predicate<OutboundStream> isWhole) {
        this.isWhole = isWhole;
    }

    /** In place of what was kept before. */
    synchronized void keep(OutboundStream stream) {
        ready.filter(before -> !before.equals(stream)).ifPresent(OutboundStream::close);
        ready = Optional.of(stream);
    }

    /** The link, if one is ready; it may have broken unseen. */
    synchronized Optional<OutboundStream> take() {
        Optional<OutboundStream> taken = ready.filter(isWhole);
        ready = Optional.empty();
        return taken;
    }

    /** True if none has been ready for so long that whoever was to make one has failed. Not again for as long. */
    synchronized boolean isDue(Instant now) {
        if (ready.filter(isWhole).isPresent()) {
            missingSince = Optional.empty();
            return false;
        }
        Instant since = missingSince.orElse(now);
        boolean due = !now.isBefore(since.plus(AGAIN));
        missingSince = Optional.of(due ? now : since);
        return due;
    }
}
