package org.vmturntable.traffic.plan;

import java.time.Duration;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.traffic.guest.SwitchPoint;

/**
 * Predicts a migration. A pass over {@code V} bytes takes {@code V / B}, and what the guest has written meanwhile is the next pass:
 * {@code V' = U(V / B)}. The guest then stands still for {@code k d + (Q + R + V) / B + L + P}: {@code d} half a round trip, {@code k}
 * 1 by post-copy and 3 by pre-copy, for libvirt has the source hear of the end before it tells the destination to go on; {@code Q}
 * what stands in a queue before the device state {@code V}, {@code R} the last dirty memory (none by post-copy), {@code L + P} the
 * {@link Experience}.
 *
 * @see "QEMU 10.0, migration/migration.c: migration_completion, postcopy_start"
 * @see "libvirt 11.3, src/qemu/qemu_migration.c: qemuMigrationSrcPerformPeer2Peer3, qemuMigrationDstFinishFresh"
 */
public final class Planner {
    /** The mover stays so far below the path's rate; headers take 1 to 3 %. */
    private static final double SHARE_OF_PATH = 0.95;
    /** Measured: 58,590 bytes for a guest with a disk, a network card and a serial port. */
    private static final double DEVICE_STATE = 59_000;
    /** Unsent bytes of the socket ({@code tcp_notsent_lowat}, 128 KiB) and one burst of QEMU's at the speed of the last moment. */
    private static final double QUEUE = 256 << 10;
    /**
     * Of the last burst of QEMU's, before the device state of a guest that is switched in the middle of a pass (docs/measured/time-of-a-move.md): 10 to
     * 31 ms more than of one that has converged, of 6 moves; as much again as the most, since that is few.
     */
    private static final double BURST_MOSTLY_LEFT_SECONDS = 0.014;

    private static final double BURST_LEFT_SECONDS = 0.06;
    /** From the last pass's beginning to the switch: the mover slows down, so that queues are empty by then. */
    private static final double TAIL_SECONDS = 0.8;
    /** QEMU's cpu-throttle-initial and cpu-throttle-increment, from the third pass on. */
    private static final double THROTTLED_AT_FIRST = 0.2;

    private static final double THROTTLED_MORE = 0.1;
    private static final double THROTTLED_MOST = Strategy.THROTTLED_MOST / 100.0;

    /** How long QEMU may let a guest stand still for its last pass of pre-copy, from 50 ms on, doubled each pass after the fifth. */
    private static final double SHORTEST_LIMIT_SECONDS = 0.05;

    private static final double LONGEST_LIMIT_SECONDS = 2;
    private static final int PATIENT_PASSES = 5;

    /**
     * Calls over the ocean, libvirt's and QEMU's handshakes, slow start, settling: so many round trips and seconds, as hops over 98
     * and 198 ms took on the testbed's two cores.
     */
    private static final int ROUND_TRIPS_BESIDE = 35;

    private static final Duration TIME_BESIDE = Duration.ofSeconds(3);

    private final Experience experience;

    public Planner(Experience experience) {
        this.experience = experience;
    }

    /**
     * Predicts how a guest moves.
     *
     * @param memory what the guest was given; never does it write more
     * @param disks what its disks have written; shares the path with the first pass
     * @param postCopy whether the hypervisors can switch by it
     */
    public MigrationPlan plan(Bytes memory, Bytes disks, DirtyCurve curve, PathMeasure path, boolean postCopy) {
        return plan(new Passes(memory.value(), disks.value(), memory.value(), curve, rate(path)), path, postCopy);
    }

    /**
     * Predicts how a guest goes on whose copy is under way; its passes and bytes count from here, memory only.
     *
     * @param left of the pass that begins
     */
    public MigrationPlan rest(Bytes left, Bytes memory, DirtyCurve curve, PathMeasure path, boolean postCopy) {
        return plan(new Passes(left.value(), 0, memory.value(), curve, rate(path)), path, postCopy);
    }

    private static double rate(PathMeasure path) {
        return path.bytesPerSecond() * SHARE_OF_PATH;
    }

    private MigrationPlan plan(Passes passes, PathMeasure path, boolean postCopy) {
        Strategy strategy = postCopy ? passes.untilPostCopy() : passes.untilPreCopyEnds();
        double rest = passes.left / passes.rate;
        Duration copy = duration(passes.seconds + rest);
        return new MigrationPlan(
                strategy,
                passes.count,
                new Bytes((long) Math.ceil(passes.sent + passes.left)),
                new Bytes((long) passes.disks),
                copy,
                copy.plus(TIME_BESIDE).plus(path.roundTrip().multipliedBy(ROUND_TRIPS_BESIDE)),
                postCopy ? byPostCopy(path, strategy) : byPreCopy(path, rest, limitSeconds(passes.count + 1)),
                postCopy ? duration(rest) : Duration.ZERO);
    }

    /** How long a guest stands still of which nothing is known but its path. */
    public Blackout blackout(PathMeasure path, boolean postCopy) {
        return postCopy
                ? byPostCopy(path, Strategy.EARLY_POSTCOPY)
                : byPreCopy(path, SHORTEST_LIMIT_SECONDS, LONGEST_LIMIT_SECONDS);
    }

    /** Whatever the guest writes follows it, and does not count; but where its copy has not ended the last burst may not be through. */
    private Blackout byPostCopy(PathMeasure path, Strategy strategy) {
        return strategy == Strategy.PRECOPY_THEN_POSTCOPY
                ? forecast(path, path.oneWay(), 0, 0)
                : forecast(path, path.oneWay(), BURST_MOSTLY_LEFT_SECONDS, BURST_LEFT_SECONDS);
    }

    private Blackout byPreCopy(PathMeasure path, double expectedSeconds, double mostSeconds) {
        Duration way = path.roundTrip().plus(path.oneWay());
        return forecast(path, way, Math.min(expectedSeconds, mostSeconds), mostSeconds);
    }

    private Blackout forecast(PathMeasure path, Duration way, double expectedSeconds, double mostSeconds) {
        double state = DEVICE_STATE / path.bytesPerSecond();
        double queue = QUEUE / path.bytesPerSecond();
        return new Blackout(
                way.plus(duration(expectedSeconds + state)).plus(experience.expected()),
                way.plus(duration(mostSeconds + state + queue)).plus(experience.most()));
    }

    private static double limitSeconds(int pass) {
        int doublings = Math.max(0, pass - PATIENT_PASSES);
        return Math.min(LONGEST_LIMIT_SECONDS, SHORTEST_LIMIT_SECONDS * Math.pow(2, doublings));
    }

    /** Rounded up; what takes longer than anybody waits is as long as can be told. */
    private static Duration duration(double seconds) {
        double longest = Duration.ofDays(36_500).toSeconds();
        double told = Math.min(longest, seconds);
        return Duration.ofSeconds((long) told).plusNanos((long) Math.ceil((told - (long) told) * 1e9));
    }

    /** The passes of one copy, one after the other. */
    private static final class Passes {
        private final double disks;
        private final double memory;
        private final DirtyCurve curve;
        private final double rate;
        private int count;
        private double sent;
        private double seconds;
        private double left;
        private double leftBefore;

        Passes(double left, double disks, double memory, DirtyCurve curve, double rate) {
            this.disks = disks;
            this.memory = memory;
            this.curve = curve;
            this.rate = rate;
            this.left = left;
        }

        Strategy untilPostCopy() {
            copy(1);
            boolean throttled = false;
            while (left > rate * SwitchPoint.LAST_PASS_SECONDS && count < SwitchPoint.MOST_PASSES) {
                boolean shrinks = left <= SwitchPoint.WORTH_ANOTHER_PASS * leftBefore;
                if (!shrinks && left <= rate * SwitchPoint.LONGEST_WAIT_SECONDS) {
                    copyOn();
                    return throttled ? Strategy.THROTTLED : Strategy.EARLY_POSTCOPY;
                }
                throttled |= !shrinks;
                copy(throttled ? awake() : 1);
            }
            if (left > rate * SwitchPoint.LAST_PASS_SECONDS) {
                return Strategy.THROTTLED;
            }
            descend(throttled ? awake() : 1);
            return throttled ? Strategy.THROTTLED : Strategy.PRECOPY_THEN_POSTCOPY;
        }

        Strategy untilPreCopyEnds() {
            copy(1);
            while (left > rate * limitSeconds(count + 1) && count < 2 * SwitchPoint.MOST_PASSES) {
                boolean shrinks = left <= SwitchPoint.WORTH_ANOTHER_PASS * leftBefore;
                copy(shrinks ? 1 : awake());
            }
            return Strategy.PLAIN_PRECOPY;
        }

        /** @param awake share of the time in which the guest's processors may run */
        private void copy(double awake) {
            double all = count == 0 ? left + disks : left;
            double time = all / rate;
            count++;
            sent += all;
            seconds += time;
            leftBefore = left;
            left = written(time * awake);
        }

        /** While its switch is prepared the copy goes on, to the middle of a pass: one more at most, and what is left is the same. */
        private void copyOn() {
            sent += left;
            seconds += left / rate;
        }

        private void descend(double awake) {
            count++;
            sent += left;
            seconds += TAIL_SECONDS;
            left = Math.min(memory, SwitchPoint.LITTLE.value() + written(TAIL_SECONDS * awake));
        }

        private double written(double time) {
            return Math.min(memory, curve.within(time));
        }

        private double awake() {
            return 1 - Math.min(THROTTLED_MOST, THROTTLED_AT_FIRST + THROTTLED_MORE * Math.max(0, count - 2));
        }
    }
}
