package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.guest.MoveProgress;

class MoveFiguresTest {
    private static final Optional<JobFigures> MOVE_OUT = Optional.of(new JobFigures(1, 1, 2, 1, 1));

    @Test
    void staysBelowThePathsRate() {
        long limit = MigrationCall.mebibytesPerSecond(Bandwidth.ofMegabitsPerSecond(900));
        assertThat(limit).isEqualTo(101);
        assertThat((limit << 20) * Byte.SIZE).isLessThan(900_000_000L);
    }

    @Test
    void neverAsksForNoLimitAtAll() {
        assertThat(MigrationCall.mebibytesPerSecond(new Bandwidth(1_000))).isEqualTo(1);
    }

    @Test
    void allowsALongerPauseOnlyToAGuestThatOutrunsThePath() {
        assertThat(DowntimeLimit.atPass(1)).isEqualTo(Duration.ofMillis(50));
        assertThat(DowntimeLimit.atPass(5)).isEqualTo(Duration.ofMillis(50));
        assertThat(DowntimeLimit.atPass(7)).isEqualTo(Duration.ofMillis(200));
        assertThat(DowntimeLimit.atPass(1_000)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void namesThePhaseOfAMove() {
        JobFigures preparing = new JobFigures(0, 0, 0, 0, 0);
        JobFigures copying = new JobFigures(1, 2, 3, 4, 5);
        assertThat(preparing.progress(false).phase()).isEqualTo(MoveProgress.Phase.SETUP);
        assertThat(preparing.progress(false).pass()).isEqualTo(1);
        assertThat(copying.progress(false).phase()).isEqualTo(MoveProgress.Phase.PRE_COPY);
        assertThat(copying.progress(true).phase()).isEqualTo(MoveProgress.Phase.SWITCHOVER);
        assertThat(copying.progress(false).pass()).isEqualTo(5);
    }

    @Test
    void readsADomainsStateAsAGuests() {
        DomainCondition running = new DomainCondition(DomainCondition.RUNNING, 1);
        DomainCondition received = new DomainCondition(DomainCondition.PAUSED, DomainCondition.PAUSED_FOR_MIGRATION);
        DomainCondition pausedByUser = new DomainCondition(DomainCondition.PAUSED, 1);
        DomainCondition left = new DomainCondition(DomainCondition.SHUT_OFF, DomainCondition.SHUT_OFF_MIGRATED);
        assertThat(running.guestState(Optional.empty())).isEqualTo(GuestState.RUNNING);
        assertThat(running.guestState(MOVE_OUT)).isEqualTo(GuestState.MOVING_OUT);
        assertThat(received.guestState(Optional.empty())).isEqualTo(GuestState.ARRIVING);
        assertThat(pausedByUser.guestState(Optional.empty())).isEqualTo(GuestState.PAUSED);
        assertThat(left.guestState(Optional.empty())).isEqualTo(GuestState.ABSENT);
        assertThat(left.dead()).isFalse();
    }
}
