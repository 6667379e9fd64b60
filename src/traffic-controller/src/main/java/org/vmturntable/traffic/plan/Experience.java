package org.vmturntable.traffic.plan;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * What a switchover takes beside the way of the light and the bytes on it: loading the device state, starting the guest, and the
 * hypervisors' own work (L + P).
 *
 * @param expected as it mostly is
 * @param most as it is at worst
 */
public record Experience(Duration expected, Duration most) {
    /**
     * As measured with QEMU 10.0.2 and libvirt 11.3.0 under emulation on two busy cores: blackouts of 118 to 133 ms where the way
     * and the bytes take 88. At worst twice as much again, for lack of anything better than a guess.
     */
    public static final Experience NONE = new Experience(Duration.ofMillis(35), Duration.ofMillis(105));

    /**
     * The same for a guest with disks: as it stops, what it wrote last is still read, and written at the destination before it may run
     * (docs/measured/disk-under-migration.md: 2.8 + 14 + 12 + 6 ms, and up to three times that).
     */
    public static final Experience NONE_WITH_DISKS = new Experience(Duration.ofMillis(70), Duration.ofMillis(210));

    private static final int ENOUGH = 10;

    /**
     * From what earlier switchovers took, the path's part taken off: the median; and at worst the longest, and as much again as that
     * was above the median, since of few samples none is the worst there is. What is
     * believed without if there are fewer than ten.
     *
     * @param taken in any order
     */
    public static Experience of(List<Duration> taken, Experience without) {
        if (taken.size() < ENOUGH) {
            return without;
        }
        List<Duration> sorted = taken.stream()
                .map(time -> time.isNegative() ? Duration.ZERO : time)
                .sorted(Comparator.naturalOrder())
                .toList();
        Duration median = sorted.get(sorted.size() / 2);
        Duration longest = sorted.get(sorted.size() - 1);
        return new Experience(median, longest.plus(longest.minus(median)));
    }
}
