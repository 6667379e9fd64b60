package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StallWatchTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final JobFigures PREPARING = new JobFigures(0, 0, 0, 0, 0);
    private static final JobFigures COPYING = new JobFigures(1_000, 9_000, 10_000, 50, 1);

    private final StallWatch watch = new StallWatch(Duration.ofSeconds(5), Duration.ofSeconds(60), START);

    @Test
    void callsACopyThatDoesNotGrowStalled() {
        assertThat(watch.stalled(COPYING, START)).isFalse();
        assertThat(watch.stalled(COPYING, START.plusSeconds(4))).isFalse();
        assertThat(watch.stalled(COPYING, START.plusSeconds(5))).isTrue();
    }

    @Test
    void countsAnewAfterEveryChange() {
        assertThat(watch.stalled(COPYING, START)).isFalse();
        JobFigures more = new JobFigures(1_001, 8_999, 10_000, 50, 1);
        assertThat(watch.stalled(more, START.plusSeconds(9))).isFalse();
        assertThat(watch.stalled(more, START.plusSeconds(13))).isFalse();
        assertThat(watch.stalled(more, START.plusSeconds(14))).isTrue();
    }

    @Test
    void isNotMisledByARateThatSinks() {
        assertThat(watch.stalled(COPYING, START)).isFalse();
        assertThat(watch.stalled(new JobFigures(1_000, 9_000, 10_000, 10, 1), START.plusSeconds(5)))
                .isTrue();
    }

    @Test
    void isPatientBeforeTheFirstByte() {
        assertThat(watch.stalled(PREPARING, START)).isFalse();
        assertThat(watch.stalled(PREPARING, START.plusSeconds(59))).isFalse();
        assertThat(watch.stalled(PREPARING, START.plusSeconds(60))).isTrue();
    }
}
