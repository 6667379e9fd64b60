package org.vmturntable.traffic.migration;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.traffic.plan.MigrationPlan;

/**
 * How long room, token and lightpath are asked for. Nothing renews them, so it must suffice for the whole migration, and a migration
 * that it cannot suffice for must not begin.
 *
 * @param passes how often the guest's memory may cross the path, 1 or more: what is written while it is copied crosses again
 * @param beside for all else: calls over the ocean, elements, switchover, settling, and clocks that differ
 * @param margin the copy ends so long before the lease; as much as clocks may differ, and within {@code beside}
 * @param longest what the authority grants at most
 */
public record Lease(int passes, Duration beside, Duration margin, Duration longest) {
    private static final int FOR_A_CHANGE_OF_MIND = 5;
    private static final BigInteger LONGEST_TOLD =
            BigInteger.valueOf(Duration.ofDays(36_500).toSeconds());

    public Lease {
        if (passes < 1 || margin.compareTo(beside) > 0 || beside.compareTo(longest) >= 0) {
            throw new IllegalArgumentException("No time is left to copy: " + beside + " of " + longest);
        }
    }

    /** Three passes of the memory, and two minutes for all else. */
    static Lease usual(Duration longest) {
        return new Lease(3, Duration.ofMinutes(2), Duration.ofSeconds(30), longest);
    }

    /**
     * The time that a guest of so much memory needs over so much bandwidth, whole seconds.
     *
     * @param bandwidth above zero
     * @throws GridException {@code COPY_TOO_LONG} if it is more than is ever granted; its details name the least bandwidth that would do
     */
    Duration of(Bytes memory, Bandwidth bandwidth) {
        BigInteger bits = BigInteger.valueOf(memory.value()).multiply(BigInteger.valueOf((long) passes * Byte.SIZE));
        BigInteger seconds = quotientRoundedUp(bits, bandwidth.bitsPerSecond()).min(LONGEST_TOLD);
        Duration needed = beside.plusSeconds(seconds.longValueExact());
        if (needed.compareTo(longest) > 0) {
            throw tooLong(memory, bandwidth, needed, bits);
        }
        return needed;
    }

    /**
     * The time that a planned migration needs, whole seconds: its copy, a fifth more since guests do not keep to plans, and all else.
     *
     * @throws GridException {@code COPY_TOO_LONG} if it is more than is ever granted
     */
    Duration of(MigrationPlan plan) {
        Duration needed = beside.plus(plan.copy())
                .plus(plan.copy().dividedBy(FOR_A_CHANGE_OF_MIND))
                .plusSeconds(1)
                .truncatedTo(ChronoUnit.SECONDS);
        if (needed.compareTo(longest) > 0) {
            throw new GridException(
                    FailureCode.COPY_TOO_LONG,
                    "The copy is predicted to take " + plan.copy().toSeconds() + " s, and with all else "
                            + needed.toSeconds() + " s, but a lightpath is granted for " + longest.toSeconds()
                            + " s at most",
                    Map.of(
                            "neededSeconds", Long.toString(needed.toSeconds()),
                            "grantedSeconds", Long.toString(longest.toSeconds())));
        }
        return needed;
    }

    /** By the plan, or where there is none by the guest's whole memory and all that its disks have written. */
    Duration of(MigrationOrder order) {
        return order.planned()
                .plan()
                .map(this::of)
                .orElseGet(() -> of(order.guest().memory().plus(order.guest().writtenOnDisk()), order.bandwidth()));
    }

    /** When a copy must have ended whose lease ends then. */
    Instant copyUntil(Instant leaseEnd) {
        return leaseEnd.minus(margin);
    }

    private GridException tooLong(Bytes memory, Bandwidth bandwidth, Duration needed, BigInteger bits) {
        BigInteger least = quotientRoundedUp(bits, longest.minus(beside).toSeconds());
        return new GridException(
                FailureCode.COPY_TOO_LONG,
                "Moving " + memory + " at " + bandwidth + " may take " + needed.toSeconds()
                        + " s, but a lightpath is granted for " + longest.toSeconds() + " s at most: it needs " + least
                        + " bit/s or more",
                Map.of(
                        "neededSeconds", Long.toString(needed.toSeconds()),
                        "grantedSeconds", Long.toString(longest.toSeconds()),
                        "leastBitsPerSecond", least.toString()));
    }

    private static BigInteger quotientRoundedUp(BigInteger amount, long by) {
        BigInteger divisor = BigInteger.valueOf(by);
        return amount.add(divisor).subtract(BigInteger.ONE).divide(divisor);
    }
}
