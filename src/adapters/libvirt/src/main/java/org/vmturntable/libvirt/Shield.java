package org.vmturntable.libvirt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.guest.MoveListener;

/**
 * Decides when this site's QEMU may hear that its stream broke, which the gate keeps from it. QEMU 10.0's source takes a break for the
 * move's failure, and lets the guest go on, even when it has sent everything and the destination may run it.
 */
final class Shield {
    private static final Logger log = LoggerFactory.getLogger(Shield.class);
    /** QEMU's last bytes may still be on their way into the gate; after that it waits, and what is left to send stays as it is. */
    private static final Duration SETTLES_WITHIN = Duration.ofMillis(500);

    private static final Duration ASKS_EVERY = Duration.ofSeconds(2);

    private final VmId vm;
    private final Way way;
    private final Clock clock;
    private Optional<Instant> brokenSince = Optional.empty();
    private long left;
    private Instant askedAt = Instant.MIN;

    Shield(VmId vm, Way way, Clock clock) {
        this.vm = vm;
        this.way = way;
        this.clock = clock;
    }

    /**
     * @param remaining of the guest's memory, still to be sent, in bytes; 0 also if that is not known
     * @param switched the guest may have been switched over
     */
    void look(long remaining, boolean switched, MoveListener listener) {
        if (!way.isBroken()) {
            brokenSince = Optional.empty();
            return;
        }
        Instant now = clock.instant();
        if (brokenSince.isEmpty() || remaining != left) {
            brokenSince = Optional.of(now);
            left = remaining;
        }
        boolean settled = Duration.between(brokenSince.get(), now).compareTo(SETTLES_WITHIN) >= 0;
        if (!switched || (settled && left > 0)) {
            log.info("The stream of {} broke with {} bytes to go", vm, left);
            passBreak();
        } else if (settled && Duration.between(askedAt, now).compareTo(ASKS_EVERY) >= 0) {
            askedAt = now;
            ask(listener);
        }
    }

    private void ask(MoveListener listener) {
        try {
            GuestState there = listener.stateThere();
            log.warn("The stream of {} broke when all of it had been sent; at its destination it is {}", vm, there);
            if (there == GuestState.ABSENT || there == GuestState.SHUT_OFF) {
                passBreak();
            }
        } catch (GridException e) {
            log.warn("The stream of {} broke when all of it had been sent; it waits: {}", vm, e.getMessage());
        }
    }

    /** True if a stream has broken and this site's QEMU does not know. */
    boolean isBroken() {
        return way.isBroken();
    }

    private void passBreak() {
        way.passBreak();
        brokenSince = Optional.empty();
    }
}
