package org.vmturntable.testbed.trial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TicksTest {
    @Test
    void takesWholeLinesOnlyForOneMayBeBegunHereAndEndedThere() {
        assertThat(Ticks.numbers("00017\r\ntick 0000000018\r\nguestd is ready\ntick 0000000019\ntick 00000"))
                .containsExactly(18L, 19L);
    }
}
