package org.vmturntable.aaa.token;

import java.time.Instant;
import java.util.Optional;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.TimeWindow;
import org.vmturntable.kernel.VmId;

/**
 * For what a token gives a right: one VM's one migration over one path.
 *
 * @param bandwidth at most
 * @param window the token is valid in it, and what is booked by it must lie in it
 */
public record TokenScope(MigrationId reservation, VmId vm, PathEnds ends, Bandwidth bandwidth, TimeWindow window) {
    /** True if everything that the other wants is within this one. */
    public boolean covers(TokenScope wanted) {
        return isForSameAs(wanted) && wanted.bandwidth.compareTo(bandwidth) <= 0 && window.contains(wanted.window);
    }

    /** What both allow; empty if that is nothing. */
    Optional<TokenScope> narrowedBy(TokenScope other) {
        Instant from = window.from().isAfter(other.window.from()) ? window.from() : other.window.from();
        Instant until = window.until().isBefore(other.window.until()) ? window.until() : other.window.until();
        if (!isForSameAs(other) || !from.isBefore(until)) {
            return Optional.empty();
        }
        Bandwidth least = bandwidth.compareTo(other.bandwidth) <= 0 ? bandwidth : other.bandwidth;
        return Optional.of(new TokenScope(reservation, vm, ends, least, new TimeWindow(from, until)));
    }

    TokenScope until(Instant until) {
        return new TokenScope(reservation, vm, ends, bandwidth, new TimeWindow(window.from(), until));
    }

    private boolean isForSameAs(TokenScope other) {
        return reservation.equals(other.reservation) && vm.equals(other.vm) && ends.equals(other.ends);
    }
}
