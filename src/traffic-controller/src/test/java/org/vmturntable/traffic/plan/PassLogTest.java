package org.vmturntable.traffic.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.traffic.guest.DirtySample;

class PassLogTest {
    private static final Instant START = Instant.parse("2006-03-01T12:00:00Z");
    private final PassLog log = new PassLog();

    @Test
    void learnsFromEachPassWhatWasWrittenDuringTheOneBefore() {
        assertThat(log.begins(1, new Bytes(200), START)).isFalse();
        assertThat(log.begins(1, new Bytes(90), START.plusMillis(900))).isFalse();
        assertThat(log.begins(2, new Bytes(50), START.plusMillis(1_700))).isTrue();
        assertThat(log.begins(2, new Bytes(10), START.plusMillis(1_900))).isFalse();
        assertThat(log.begins(3, new Bytes(20), START.plusMillis(2_100))).isTrue();
        assertThat(log.written())
                .containsExactly(
                        new DirtySample(Duration.ofMillis(1_700), new Bytes(50)),
                        new DirtySample(Duration.ofMillis(400), new Bytes(20)));
    }

    @Test
    void learnsNothingFromPassesThatItDidNotSeeBegin() {
        assertThat(log.begins(3, new Bytes(200), START)).isFalse();
        assertThat(log.begins(5, new Bytes(50), START.plusMillis(300))).isFalse();
        assertThat(log.written()).isEmpty();
    }
}
