package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmturntable.traffic.guest.GuestState;

class DomainConditionTest {
    private static final JobFigures COPYING = new JobFigures(1, 1, 2, 1, 1);
    /** As of a job of which QEMU tells that it failed. */
    private static final JobFigures WITHOUT_FIGURES = new JobFigures(0, 0, 0, 0, 0);

    @ParameterizedTest
    @CsvSource({
        "RUNNING, 10, RUNNING, at its destination in post-copy",
        "RUNNING, 11, RUNNING, at its destination in a broken post-copy",
        "PAUSED,  12, MOVING_OUT, at its source in post-copy",
        "PAUSED,  13, MOVING_OUT, at its source in a broken post-copy",
        "PAUSED,  2,  ARRIVING, received",
        "PAUSED,  11, ARRIVING, about to be received",
        "PAUSED,  1,  PAUSED, by its owner"
    })
    void aGuestThatHasSwitchedIsNeitherArrivingNorToBeResumed(
            String state, int reason, GuestState expected, String where) {
        int number = state.equals("RUNNING") ? DomainCondition.RUNNING : DomainCondition.PAUSED;
        assertThat(new DomainCondition(number, reason).guestState(Optional.empty()))
                .as(where)
                .isEqualTo(expected);
    }

    @Test
    void aGuestThatHasLeftIsNotHereThoughLibvirtKnowsItForAMomentMore() {
        DomainCondition left = new DomainCondition(DomainCondition.SHUT_OFF, DomainCondition.SHUT_OFF_MIGRATED);
        assertThat(left.guestState(Optional.of(COPYING))).isEqualTo(GuestState.ABSENT);
        assertThat(new DomainCondition(DomainCondition.SHUT_OFF, 1).guestState(Optional.empty()))
                .isEqualTo(GuestState.SHUT_OFF);
    }

    @Test
    void aGuestThatHasDiedDoesNotMoveThoughLibvirtStillEndsItsMove() {
        assertThat(new DomainCondition(DomainCondition.SHUT_OFF, 3).guestState(Optional.of(COPYING)))
                .isEqualTo(GuestState.SHUT_OFF);
    }

    @Test
    void onlyAGuestThatHasNeverRunHereIsOneThatFailedToStart() {
        assertThat(new DomainCondition(DomainCondition.SHUT_OFF, DomainCondition.SHUT_OFF_FAILED).hasFailedToStart())
                .isTrue();
        assertThat(new DomainCondition(DomainCondition.SHUT_OFF, DomainCondition.SHUT_OFF_MIGRATED).hasFailedToStart())
                .isFalse();
        assertThat(new DomainCondition(DomainCondition.PAUSED, DomainCondition.SHUT_OFF_FAILED).hasFailedToStart())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {DomainCondition.RUNNING_IN_POST_COPY, DomainCondition.RUNNING_IN_BROKEN_POST_COPY})
    void aGuestThatRunsOnAtItsSourceAfterAFailedSwitchDoesNotMoveThoughLibvirtKeepsItsJob(int reason) {
        DomainCondition back = new DomainCondition(DomainCondition.RUNNING, reason);
        assertThat(back.isBack(Optional.of(WITHOUT_FIGURES))).isTrue();
        assertThat(back.guestState(Optional.of(WITHOUT_FIGURES))).isEqualTo(GuestState.RUNNING);
        assertThat(back.lacksMemory(Optional.of(WITHOUT_FIGURES))).isFalse();
    }

    @Test
    void aMoveThatHasJustBegunIsNoneThatFailed() {
        DomainCondition running = new DomainCondition(DomainCondition.RUNNING, 2);
        assertThat(running.isBack(Optional.of(WITHOUT_FIGURES))).isFalse();
        assertThat(running.guestState(Optional.of(WITHOUT_FIGURES))).isEqualTo(GuestState.MOVING_OUT);
    }

    @Test
    void aGuestAtItsDestinationInABrokenPostCopyLacksMemoryAndIsNotBack() {
        DomainCondition there =
                new DomainCondition(DomainCondition.RUNNING, DomainCondition.RUNNING_IN_BROKEN_POST_COPY);
        assertThat(there.isBack(Optional.empty())).isFalse();
        assertThat(there.lacksMemory(Optional.empty())).isTrue();
    }
}
