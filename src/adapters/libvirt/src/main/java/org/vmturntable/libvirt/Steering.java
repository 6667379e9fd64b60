package org.vmturntable.libvirt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.VmId;

/**
 * Brings one copy to its switchover: by post-copy, for the guest then stands still for half a round trip and its source does
 * not come back to life while any of its memory is still to be sent; by pre-copy where post-copy cannot be had.
 */
final class Steering {
    private static final Logger log = LoggerFactory.getLogger(Steering.class);
    /** A burst of QEMU's at full speed, so that what was sent before is no longer before the guest's last pages. */
    private static final Duration DRAINED_WITHIN = Duration.ofMillis(100);

    /** Of full speed, so that one of QEMU's bursts is on its way before the next one is due; at full speed a twentieth of a second was left over. */
    private static final double SHARE_IN_MIDDLE = 0.9;

    private final VmId vm;
    private final MovingDomain domain;
    private final CopyControl control;
    private final Descent descent;
    private final long fullSpeed;
    private final Clock clock;
    private Course course;
    private String reason;
    private long speed;
    private Optional<String> decided = Optional.empty();
    private Instant drainedAt = Instant.MIN;

    private enum Course {
        TO_POST_COPY,
        SWITCHED,
        TO_PRE_COPY
    }

    private Steering(VmId vm, MovingDomain domain, CopyControl control, long fullSpeed, Clock clock, Course course) {
        this.vm = vm;
        this.domain = domain;
        this.control = control;
        this.fullSpeed = fullSpeed;
        this.descent = new Descent(fullSpeed, control.slowest());
        this.clock = clock;
        this.course = course;
        this.reason = "its whole memory was there before it could be switched";
    }

    static Steering toPostCopy(VmId vm, MovingDomain domain, CopyControl control, long fullSpeed, Clock clock) {
        return new Steering(vm, domain, control, fullSpeed, clock, Course.TO_POST_COPY);
    }

    static Steering toPreCopy(
            VmId vm, MovingDomain domain, CopyControl control, long fullSpeed, Clock clock, String reason) {
        Steering steering = new Steering(vm, domain, control, fullSpeed, clock, Course.TO_PRE_COPY);
        steering.reason = reason;
        return steering;
    }

    /** Why the guest switched as it did. */
    String reason() {
        return reason;
    }

    /** True if the next look must follow at once. */
    boolean near(JobFigures seen) {
        return course == Course.TO_POST_COPY && seen.copying() && (decided.isPresent() || descent.near(seen));
    }

    /** How the copy goes on right now, if the next look must follow at once and QEMU itself can be asked. */
    Optional<JobFigures> closely(JobFigures seen) {
        return near(seen) ? control.figures() : Optional.empty();
    }

    /** True if the guest was told to switch by post-copy. */
    boolean hasSwitched() {
        return course == Course.SWITCHED;
    }

    /** What is to be done next. */
    enum Next {
        GO_ON,
        /** The switch is near: what has to be done before it may begin, while the copy goes on. */
        PREPARE,
        /** The guest is to switch now; the copy is held. */
        SWITCH
    }

    /**
     * Keeps the copy on its course.
     *
     * @param prepared nothing more has to be done before the switch
     */
    Next steer(JobFigures seen, boolean prepared) {
        return switch (course) {
            case SWITCHED -> Next.GO_ON;
            case TO_PRE_COPY -> {
                control.limitSpeed(fullSpeed);
                control.limitDowntime(DowntimeLimit.atPass(seen.pass()));
                yield Next.GO_ON;
            }
            case TO_POST_COPY -> {
                control.keepFromEnding();
                yield descend(seen, prepared);
            }
        };
    }

    /** While its switch is prepared some more is copied, so that the guest will have to wait for the less; but never all. */
    private Next descend(JobFigures seen, boolean prepared) {
        // once decided it stays so: what was prepared must not stand for longer than it needs to
        Optional<String> why = descent.reasonToSwitch(seen);
        decided = decided.or(() -> why);
        boolean due = decided.isPresent() && prepared;
        if (decided.isPresent() && descent.hasMiddle()) {
            // QEMU stops the guest between two bursts: by then the last one is to be on its way
            limitSpeed((long) (SHARE_IN_MIDDLE * fullSpeed));
            return due && descent.isMidway(seen) ? Next.SWITCH : Next.PREPARE;
        }
        limitSpeed(due || (decided.isPresent() && descent.isLow(seen)) ? control.slowest() : descent.speed(seen));
        if (due) {
            return Next.SWITCH;
        }
        return decided.isPresent() || descent.nearsSwitch(seen) ? Next.PREPARE : Next.GO_ON;
    }

    private void limitSpeed(long bytesPerSecond) {
        if (bytesPerSecond < speed) {
            drainedAt = later(drainedAt, clock.instant().plus(drainage(speed)));
        }
        speed = bytesPerSecond;
        control.limitSpeed(bytesPerSecond);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** How long what was sent at a speed stays in a queue at most. */
    private Duration drainage(long bytesPerSecond) {
        return Duration.ofNanos((long) (DRAINED_WITHIN.toNanos() * ((double) bytesPerSecond / fullSpeed)));
    }

    /** Waits until nothing is left in a queue of what was sent before the copy was held; a tenth of a second at most. */
    void drain() throws InterruptedException {
        Duration rest = Duration.between(clock.instant(), drainedAt);
        Thread.sleep(Math.max(0, rest.toMillis()));
    }

    /** Switches. Where that is refused the copy goes on to its end as pre-copy. */
    void switchOver() {
        course = Course.SWITCHED;
        if (domain.startPostCopy()) {
            reason = decided.orElseThrow();
            log.info("VM {} switches by post-copy: {}", vm, reason);
        } else {
            reason = "post-copy was refused when the guest was to switch";
            log.warn("VM {} goes on by pre-copy: {}", vm, reason);
            course = Course.TO_PRE_COPY;
        }
    }
}
