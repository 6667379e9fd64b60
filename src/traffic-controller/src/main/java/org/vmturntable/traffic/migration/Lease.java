package org.vmturntable.traffic.migration;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.traffic.plan.MigrationPlan;

/**
 * How long room, token and lightpath are asked for at first, and when for longer. A migration for which that cannot suffice must not
 * begin.
 *
 * @param passes how often the guest's memory may cross the path, 1 or more: what is written while it is copied crosses again
 * @param beside for all else: calls over the ocean, elements, switchover, settling, and clocks that differ
 * @param margin the copy ends so long before the lease; as much as clocks may differ, and within {@code beside}
 * @param longest what is granted at a time
 * @param total how long a migration may take from its request on, with all extensions
 */
public record Lease(int passes, Duration beside, Duration margin, Duration longest, Duration total) {
    private static final int FOR_A_CHANGE_OF_MIND = 5;
    /** An extension is asked for when no more than such a part of the longest lease is left, ... */
    private static final int LAST_PART = 3;
    /** ... and is such a part of it long at least, so that there are not many. */
    private static final int LEAST_PART = 2;

    private static final BigInteger LONGEST_TOLD =
            BigInteger.valueOf(Duration.ofDays(36_500).toSeconds());

    public Lease {
        boolean leavesTime = margin.compareTo(beside) <= 0 && beside.compareTo(longest) < 0;
        if (passes < 1 || !leavesTime || longest.compareTo(total) > 0) {
            throw new IllegalArgumentException(
                    "No time is left to copy: " + beside + " of " + longest + ", in all " + total);
        }
    }

    /** Three passes of the memory, and two minutes for all else. */
    static Lease usual(Duration longest, Duration total) {
        return new Lease(3, Duration.ofMinutes(2), Duration.ofSeconds(30), longest, total);
    }

    /**
     * What is asked for at first for a guest of so much memory over so much bandwidth, whole seconds.
     *
     * @param bandwidth above zero
     * @throws GridException {@code COPY_TOO_LONG} if it needs longer in all than it may take; its details name the least bandwidth that would do
     */
    Duration of(Bytes memory, Bandwidth bandwidth) {
        Duration needed = beside.plus(passes(memory, bandwidth));
        if (needed.compareTo(total) > 0) {
            throw tooLong(memory, bandwidth, needed);
        }
        return atFirst(needed);
    }

    /**
     * What is asked for at first for a planned migration, whole seconds: for its copy, a fifth more since guests do not keep to plans,
     * and all else.
     *
     * @throws GridException {@code COPY_TOO_LONG} if it needs longer in all than it may take
     */
    Duration of(MigrationPlan plan) {
        Duration needed = beside.plus(withReserve(plan.copy())).plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
        if (needed.compareTo(total) > 0) {
            throw new GridException(
                    FailureCode.COPY_TOO_LONG,
                    "The copy is predicted to take " + plan.copy().toSeconds() + " s, and with all else "
                            + needed.toSeconds() + " s, but a migration may take " + total.toSeconds() + " s at most",
                    Map.of(
                            "neededSeconds", Long.toString(needed.toSeconds()),
                            "grantedSeconds", Long.toString(total.toSeconds())));
        }
        return atFirst(needed);
    }

    /** By the plan, or where there is none by the guest's whole memory and all that its disks have written. */
    Duration of(MigrationOrder order) {
        return order.planned().plan().map(this::of).orElseGet(() -> of(toCopy(order), order.bandwidth()));
    }

    /** How long the copy takes at most, by the plan or, where there is none, by what there is to copy. */
    Duration copy(MigrationOrder order) {
        return order.planned()
                .plan()
                .map(plan -> withReserve(plan.copy()))
                .orElseGet(() -> passes(toCopy(order), order.bandwidth()));
    }

    /** When a copy must have ended whose lease ends then. */
    Instant copyUntil(Instant leaseEnd) {
        return leaseEnd.minus(margin);
    }

    /**
     * Until when a lease should last that ends too early for the copy, and soon.
     *
     * @param asked when the migration was
     * @param copyEnd as it is predicted now
     * @return empty if the lease suffices, if it is too early to say, or if the migration may take no longer
     */
    Optional<Instant> extension(Instant asked, Instant leaseEnd, Instant copyEnd, Instant now) {
        boolean suffices = copyEnd.plus(margin).isBefore(copyUntil(leaseEnd));
        if (suffices || now.plus(longer(beside, longest.dividedBy(LAST_PART))).isBefore(leaseEnd)) {
            return Optional.empty();
        }
        Duration needed =
                beside.plus(withReserve(Duration.between(now, copyEnd))).truncatedTo(ChronoUnit.SECONDS);
        Instant wanted = now.plus(atFirst(longer(needed, longest.dividedBy(LEAST_PART))));
        Instant latest = asked.plus(total);
        return Optional.of(wanted.isBefore(latest) ? wanted : latest).filter(leaseEnd::isBefore);
    }

    private Duration atFirst(Duration needed) {
        return needed.compareTo(longest) < 0 ? needed : longest;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration withReserve(Duration copy) {
        return copy.plus(copy.dividedBy(FOR_A_CHANGE_OF_MIND));
    }

    private static Bytes toCopy(MigrationOrder order) {
        return order.guest().memory().plus(order.guest().writtenOnDisk());
    }

    private Duration passes(Bytes memory, Bandwidth bandwidth) {
        BigInteger seconds = quotientRoundedUp(bits(memory), bandwidth.bitsPerSecond());
        return Duration.ofSeconds(seconds.min(LONGEST_TOLD).longValueExact());
    }

    private BigInteger bits(Bytes memory) {
        return BigInteger.valueOf(memory.value()).multiply(BigInteger.valueOf((long) passes * Byte.SIZE));
    }

    private GridException tooLong(Bytes memory, Bandwidth bandwidth, Duration needed) {
        BigInteger least = quotientRoundedUp(bits(memory), total.minus(beside).toSeconds());
        return new GridException(
                FailureCode.COPY_TOO_LONG,
                "Moving " + memory + " at " + bandwidth + " may take " + needed.toSeconds()
                        + " s, but a migration may take " + total.toSeconds() + " s at most: it needs " + least
                        + " bit/s or more",
                Map.of(
                        "neededSeconds", Long.toString(needed.toSeconds()),
                        "grantedSeconds", Long.toString(total.toSeconds()),
                        "leastBitsPerSecond", least.toString()));
    }

    private static BigInteger quotientRoundedUp(BigInteger amount, long by) {
        BigInteger divisor = BigInteger.valueOf(by);
        return amount.add(divisor).subtract(BigInteger.ONE).divide(divisor);
    }
}
