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

    private final VmId vm;
    private final MovingDomain domain;
    private final CopyControl control;
    private final Descent descent;
    private final long fullSpeed;
    private final Clock clock;
    private Course course;
    private String reason;
    private long speed;
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
        return course == Course.TO_POST_COPY && seen.copying() && descent.near(seen);
    }

    /** How the copy goes on right now, if the next look must follow at once and QEMU itself can be asked. */
    Optional<JobFigures> closely(JobFigures seen) {
        return near(seen) ? control.figures() : Optional.empty();
    }

    /** True if the guest was told to switch by post-copy. */
    boolean hasSwitched() {
        return course == Course.SWITCHED;
    }

    /**
     * Keeps the copy on its course.
     *
     * @param prepared nothing more has to be done before the switch
     */
    Descent.Next steer(JobFigures seen, boolean prepared) {
        return switch (course) {
            case SWITCHED -> Descent.Next.GO_ON;
            case TO_PRE_COPY -> {
                control.limitSpeed(fullSpeed);
                control.limitDowntime(DowntimeLimit.atPass(seen.pass()));
                yield Descent.Next.GO_ON;
            }
            case TO_POST_COPY -> {
                control.keepFromEnding();
                yield descend(seen, prepared);
            }
        };
    }

    private Descent.Next descend(JobFigures seen, boolean prepared) {
        Descent.Step step = descent.step(seen, prepared, clock.instant());
        limitSpeed(step.speed());
        return step.next();
    }

    /** Holds the copy, page by page, for whatever has to be done on the path before the switch. */
    void hold() {
        limitSpeed(control.slowest());
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
            reason = descent.reason().orElse(reason);
            log.info("VM {} switches by post-copy: {}", vm, reason);
        } else {
            reason = "post-copy was refused when the guest was to switch";
            log.warn("VM {} goes on by pre-copy: {}", vm, reason);
            course = Course.TO_PRE_COPY;
        }
    }
}
