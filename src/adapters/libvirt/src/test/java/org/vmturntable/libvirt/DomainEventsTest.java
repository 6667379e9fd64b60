package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.VmId;

class DomainEventsTest {
    // virDomainEventType and its details, libvirt-domain.h
    private static final int STARTED = 2;
    private static final int SUSPENDED = 3;
    private static final int FOR_POST_COPY = 7;
    private static final int STOPPED = 5;
    private static final int CRASHED = 2;
    private static final int MIGRATED = 3;
    private static final long NINE = Instant.parse("2005-09-26T09:00:00Z").getEpochSecond();

    private final VmId vm = VmId.random();
    private final DomainEvents events = new DomainEvents();

    @Test
    void takesTheTimesThatQemuTells() {
        events.onMonitorEvent(vm, "STOP", NINE, 250_000);
        events.onMonitorEvent(vm, "RESUME", NINE + 1, 1);
        assertThat(events.of(vm).stopped()).contains(Instant.ofEpochSecond(NINE, 250_000_000));
        assertThat(events.of(vm).resumed()).contains(Instant.ofEpochSecond(NINE + 1, 1_000));
    }

    @Test
    void forgetsTheResumeOfAStayThatIsOver() {
        events.onMonitorEvent(vm, "RESUME", NINE, 0);
        events.onMonitorEvent(vm, "STOP", NINE + 60, 0);
        events.onLifecycle(vm, STOPPED, MIGRATED);
        assertThat(events.of(vm).resumed()).as("when the guest comes back").isEmpty();
        assertThat(events.of(vm).stopped())
                .as("the move that ended is still asked for it")
                .isPresent();
    }

    /** libvirt goes on to tell connections that were closed. */
    @Test
    void takesInNothingAndTellsNobodyOnceItWasClosed() {
        List<VmId> told = new ArrayList<>();
        events.onResumed(told::add);
        events.onArriving(told::add);
        events.close();
        events.onMonitorEvent(vm, "RESUME", NINE, 0);
        events.onLifecycle(vm, STARTED, 1);
        assertThat(told).isEmpty();
        assertThat(events.of(vm).resumed()).isEmpty();
    }

    @Test
    void tellsADeathFromALeaving() {
        events.onLifecycle(vm, STOPPED, CRASHED);
        assertThat(events.of(vm).died()).isTrue();
        events.beginMove(vm);
        assertThat(events.of(vm).died()).isFalse();
        events.onLifecycle(vm, STOPPED, MIGRATED);
        assertThat(events.of(vm).died()).isFalse();
    }

    @Test
    void aLeavingBelongsToOneMoveAndADeathIsNone() {
        events.onLifecycle(vm, STOPPED, CRASHED);
        assertThat(events.of(vm).left()).isFalse();
        events.onLifecycle(vm, STOPPED, MIGRATED);
        assertThat(events.of(vm).left()).isTrue();
        events.beginMove(vm);
        assertThat(events.of(vm).left()).isFalse();
    }

    @Test
    void aGuestThatHasLeftDoesNotDieWithTheQemuThatItLeft() {
        events.departed(vm, Optional.empty());
        events.onLifecycle(vm, STOPPED, CRASHED);
        assertThat(events.of(vm).died()).isFalse();
        assertThat(events.of(vm).left()).isTrue();
    }

    @Test
    void aGuestThatIsHereAgainHasNeitherLeftNorDied() {
        events.departed(vm, Optional.empty());
        events.onLifecycle(vm, STARTED, 1);
        assertThat(events.of(vm).left()).isFalse();
        events.onLifecycle(vm, STOPPED, CRASHED);
        events.onLifecycle(vm, STARTED, 0);
        assertThat(events.of(vm).died()).isFalse();
    }

    @Test
    void tellsOnceThatAGuestResumesThoughTwoMonitorsSaySo() {
        List<VmId> told = new ArrayList<>();
        events.onResumed(told::add);
        events.onMonitorEvent(vm, "RESUME", NINE, 7);
        events.onMonitorEvent(vm, "RESUME", NINE, 7);
        assertThat(told).containsExactly(vm);
        events.onMonitorEvent(vm, "RESUME", NINE + 60, 7);
        assertThat(told).containsExactly(vm, vm);
    }

    @Test
    void aSwitchBelongsToOneMove() {
        events.onLifecycle(vm, SUSPENDED, FOR_POST_COPY);
        events.onLifecycle(vm, STOPPED, MIGRATED);
        assertThat(events.of(vm).switched()).isTrue();
        events.beginMove(vm);
        assertThat(events.of(vm).switched()).isFalse();
    }
}
