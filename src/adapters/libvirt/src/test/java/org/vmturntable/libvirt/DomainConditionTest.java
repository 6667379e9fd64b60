package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vmturntable.traffic.guest.GuestState;

class DomainConditionTest {
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
        assertThat(new DomainCondition(number, reason).guestState(false))
                .as(where)
                .isEqualTo(expected);
    }

    @Test
    void aGuestThatHasLeftIsNotHereThoughLibvirtKnowsItForAMomentMore() {
        DomainCondition left = new DomainCondition(DomainCondition.SHUT_OFF, DomainCondition.SHUT_OFF_MIGRATED);
        assertThat(left.guestState(true)).isEqualTo(GuestState.ABSENT);
        assertThat(new DomainCondition(DomainCondition.SHUT_OFF, 1).guestState(false))
                .isEqualTo(GuestState.SHUT_OFF);
    }

    @Test
    void aGuestThatHasDiedDoesNotMoveThoughLibvirtStillEndsItsMove() {
        assertThat(new DomainCondition(DomainCondition.SHUT_OFF, 3).guestState(true))
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
}
