package org.vmturntable.libvirt;

import java.util.Optional;
import org.vmturntable.traffic.guest.SwitchPoint;

/**
 * How fast a copy may go towards its end, and when the guest is to switch. QEMU sends in bursts, one every 100 ms, and ends a pass
 * the moment nothing is left: a copy at full speed would run through its last passes between two looks, be whole, and complete as
 * pre-copy. So each burst takes but a part of what is left, the pass's end is crossed at walking pace, and by then whatever stood
 * in a queue before the guest's last pages has drained.
 *
 * <p>Counts what QEMU knows to be left. Pages written since the pass began are sent again as well: the less a pass takes, the
 * fewer.
 *
 * @see "QEMU 10.0, migration/migration.c: migration_iteration_run, migration_rate_limit"
 */
final class Descent {
    /** At most half of what is left goes in one burst; also when every other look comes late, the pass does not end in it. */
    private static final double SECONDS_AHEAD = 0.2;

    /** Of the path's time, in seconds: three of QEMU's bursts. A pass may end in one of them; the guest writes meanwhile. */
    private static final double SHORTEST_WITH_MIDDLE = 0.3;

    private static final double MIDWAY_FROM = 0.7;
    private static final double MIDWAY_TO = 0.4;

    private final long full;
    private final long slowest;
    private long pass;
    private long leftByPass;
    private long leftByPassBefore;

    /**
     * @param full what the path carries, bytes per second
     * @param slowest the least that the hypervisor can be held to, bytes per second
     */
    Descent(long full, long slowest) {
        this.full = full;
        this.slowest = slowest;
    }

    /** Bytes per second, for as long as these figures stand. */
    long speed(JobFigures figures) {
        return Math.max(slowest, Math.min(full, (long) (figures.remaining() / SECONDS_AHEAD)));
    }

    /** True if the end is so near that it must be watched closely. */
    boolean near(JobFigures figures) {
        return figures.remaining() < 2 * full * SECONDS_AHEAD;
    }

    /** True if the guest will be switched in this pass or has to be now: whatever has to be done before may begin. */
    boolean nearsSwitch(JobFigures figures) {
        return reasonToSwitch(figures).isPresent() || (pass >= 2 && hasConverged());
    }

    private boolean hasConverged() {
        return leftByPass <= full * SwitchPoint.LAST_PASS_SECONDS;
    }

    /**
     * True if the pass takes long enough for the guest to write again what was sent at its beginning, and ends before most of that
     * was: then the middle of it is the best time for a switch. Of a set of pages that is written in turn as fast as it is sent, a
     * part {@code s} was sent in this pass, and of that the part {@code 1 - w} was not written since: {@code 1 - s (1 - w)} is left,
     * which is least, three quarters, when both are a half. At a pass's end all is left.
     */
    boolean hasMiddle() {
        return leftByPass >= full * SHORTEST_WITH_MIDDLE && leftByPass <= full * SwitchPoint.LONGEST_WAIT_SECONDS;
    }

    /** True for as long as a switch that is begun takes effect about the pass's middle, up to two of QEMU's bursts later. */
    boolean isMidway(JobFigures figures) {
        double left = (double) figures.remaining() / leftByPass;
        return left <= MIDWAY_FROM && left >= MIDWAY_TO;
    }

    /** True if the guest waits for nothing more than is worth mentioning when it is switched now. */
    boolean isLow(JobFigures figures) {
        return figures.remaining() <= SwitchPoint.LITTLE.value();
    }

    /** Why the guest is to switch now, if it is. To be asked at each look. */
    Optional<String> reasonToSwitch(JobFigures figures) {
        note(figures);
        if (pass < 2) {
            return Optional.empty();
        }
        if (hasConverged()) {
            return Optional.of("its copy has converged in " + pass + " passes").filter(why -> isLow(figures));
        }
        boolean bearable = leftByPass <= full * SwitchPoint.LONGEST_WAIT_SECONDS;
        boolean shrinks = leftByPass <= SwitchPoint.WORTH_ANOTHER_PASS * leftByPassBefore;
        return Optional.of("it writes as fast as passes copy, " + (leftByPass >> 10) + " KiB in each")
                .filter(why -> pass >= SwitchPoint.MOST_PASSES || (bearable && !shrinks));
    }

    private void note(JobFigures figures) {
        if (figures.pass() != pass) {
            pass = figures.pass();
            leftByPassBefore = leftByPass;
            leftByPass = figures.remaining();
        }
    }
}
