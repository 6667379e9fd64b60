package org.vmturntable.libvirt;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.vmturntable.traffic.guest.SwitchPoint;

/**
 * How fast a copy may go towards its end, and when the guest is to switch. QEMU sends in bursts, one every 100 ms, and ends a pass
 * the moment nothing is left: a copy at full speed would run through its last passes between two looks, be whole, and complete as
 * pre-copy. So each burst takes but a part of what is left, the pass's end is crossed at walking pace, and by then whatever stood
 * in a queue before the guest's last pages has drained.
 *
 * <p>A guest that writes as fast as it is copied is switched in the middle of a pass. Of a set of pages that it writes in turn as
 * fast as they are sent, a part {@code s} was sent in this pass, and of that the part {@code 1 - w} was not written since:
 * {@code 1 - s (1 - w)} is left to follow it, which is least, three quarters, when both are a half. At a pass's end all is left.
 *
 * <p>Counts what QEMU knows to be left. Pages written since the pass began are sent again as well: the less a pass takes, the
 * fewer.
 *
 * @see "QEMU 10.0, migration/migration.c: migration_iteration_run, migration_rate_limit"
 */
final class Descent {
    /** At most half of what is left goes in one burst; also when every other look comes late, the pass does not end in it. */
    private static final double SECONDS_AHEAD = 0.2;

    /** Of the path's time, in seconds: three of QEMU's bursts. In a shorter pass nobody finds the middle. */
    private static final double SHORTEST_WITH_MIDDLE = 0.3;

    private static final double MIDWAY_FROM = 0.7;
    private static final double MIDWAY_TO = 0.4;
    /** Of full speed, so that one of QEMU's bursts is on its way before the next one is due; at full speed 50 ms of it were left. */
    private static final double SHARE_TO_MIDDLE = 0.85;
    /**
     * Of full speed, across the end of a pass that had a middle. A burst is then a fortieth of a second of the path's: whoever writes
     * less than that in a whole pass has stopped writing so fast.
     */
    private static final double SHARE_ACROSS_END = 0.25;
    /** What was prepared, traffic both ways and a disk's writes slowed down, does not wait for a middle for longer. */
    private static final Duration LONGEST_FOR_MIDDLE = Duration.ofMillis(1_500);

    private final long full;
    private final long slowest;
    private long pass;
    private long leftByPass;
    private long leftByPassBefore;
    private Optional<String> reason = Optional.empty();
    private Optional<Instant> preparedAt = Optional.empty();

    /** What is to be done next. */
    enum Next {
        GO_ON,
        /** The switch is near: what has to be done before it may begin, while the copy goes on. */
        PREPARE,
        /** The guest is to switch now. */
        SWITCH
    }

    /** @param speed bytes per second, until the next step */
    record Step(long speed, Next next) {}

    /**
     * @param full what the path carries, bytes per second
     * @param slowest the least that the hypervisor can be held to, bytes per second
     */
    Descent(long full, long slowest) {
        this.full = full;
        this.slowest = slowest;
    }

    /**
     * The next step. While the switch is prepared some more is copied, so that the guest will have to wait for the less; but never
     * all.
     *
     * @param prepared nothing more has to be done before the switch
     */
    Step step(JobFigures figures, boolean prepared, Instant now) {
        Optional<String> found = reasonToSwitch(figures);
        // once decided it stays so: what was prepared must not stand for longer than it needs to
        reason = reason.or(() -> found);
        if (reason.isEmpty()) {
            return new Step(speed(figures), nearsSwitch() ? Next.PREPARE : Next.GO_ON);
        }
        if (!prepared) {
            return new Step(speedToSwitch(figures), Next.PREPARE);
        }
        preparedAt = preparedAt.or(() -> Optional.of(now));
        if (!hasMiddle() || now.isAfter(preparedAt.orElseThrow().plus(LONGEST_FOR_MIDDLE))) {
            return new Step(slowest, Next.SWITCH);
        }
        return new Step(speedToSwitch(figures), isMidway(figures) ? Next.SWITCH : Next.PREPARE);
    }

    /** Why the guest is to switch; empty as long as it is not. */
    Optional<String> reason() {
        return reason;
    }

    private long speedToSwitch(JobFigures figures) {
        if (hasMiddle()) {
            long most = Math.min((long) (SHARE_TO_MIDDLE * full), speed(figures));
            return Math.max((long) (SHARE_ACROSS_END * full), most);
        }
        return figures.remaining() <= SwitchPoint.LITTLE.value() ? slowest : speed(figures);
    }

    private long speed(JobFigures figures) {
        return Math.max(slowest, Math.min(full, (long) (figures.remaining() / SECONDS_AHEAD)));
    }

    /** True if the end is so near that it must be watched closely. */
    boolean near(JobFigures figures) {
        return reason.isPresent() || figures.remaining() < 2 * full * SECONDS_AHEAD;
    }

    /** True if the guest will be switched in this pass: whatever has to be done before may begin. */
    private boolean nearsSwitch() {
        return pass >= 2 && hasConverged();
    }

    private boolean hasConverged() {
        return leftByPass <= full * SwitchPoint.LAST_PASS_SECONDS;
    }

    /**
     * True if the pass takes long enough for the guest to write again what was sent at its beginning, and ends before most of that
     * was.
     */
    private boolean hasMiddle() {
        return leftByPass >= full * SHORTEST_WITH_MIDDLE && leftByPass <= full * SwitchPoint.LONGEST_WAIT_SECONDS;
    }

    private boolean isMidway(JobFigures figures) {
        double left = (double) figures.remaining() / leftByPass;
        return left <= MIDWAY_FROM && left >= MIDWAY_TO;
    }

    private Optional<String> reasonToSwitch(JobFigures figures) {
        note(figures);
        if (pass < 2) {
            return Optional.empty();
        }
        if (hasConverged()) {
            return Optional.of("its copy has converged in " + pass + " passes")
                    .filter(why -> figures.remaining() <= SwitchPoint.LITTLE.value());
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
