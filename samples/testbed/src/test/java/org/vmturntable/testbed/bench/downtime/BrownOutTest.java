package org.vmturntable.testbed.bench.downtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmturntable.testbed.demo.probe.Work;

class BrownOutTest {
    private static final Instant RESUMED = Instant.parse("2005-09-26T12:00:00Z");
    private static final Duration ONE_WAY = Duration.ofMillis(44);
    private static final int BEAT_MILLIS = 20;
    private static final double FORMER = 1000;

    @Test
    void lastsUntilTheGuestWorksAsFastAsBefore() {
        // 400 ms at half the speed, then at the former one
        assertThat(brownOut(1000, 10, 400))
                .hasValueSatisfying(
                        length -> assertThat(length).isBetween(Duration.ofMillis(340), Duration.ofMillis(420)));
    }

    @Test
    void isOverAtTheFirstBeatOfAGuestThatLostNoSpeed() {
        assertThat(brownOut(1000, 20, 0)).contains(Duration.ofMillis(BEAT_MILLIS));
    }

    @Test
    void lastsOnWhileTheGuestIsSlow() {
        assertThat(brownOut(3000, 10, 3000)).isEmpty();
    }

    @Test
    void isNotEndedByBeatsFromBeforeTheStopThatWereStillOnTheirWay() {
        List<Work> told = new ArrayList<>();
        told.add(new Work(RESUMED.plusMillis(1), 1));
        told.add(new Work(RESUMED.plusMillis(300), 301));

        assertThat(BrownOut.length(told, FORMER, RESUMED, ONE_WAY)).isEmpty();
    }

    @Test
    void speedIsTheMeanFromTheFirstBeatToTheLast() {
        assertThat(BrownOut.pagesPerSecond(List.of(
                        new Work(RESUMED, 100),
                        new Work(RESUMED.plusMillis(20), 110),
                        new Work(RESUMED.plusMillis(500), 600))))
                .isEqualTo(1000);
        assertThat(BrownOut.pagesPerSecond(List.of(new Work(RESUMED, 100)))).isZero();
    }

    /** Beats of a guest that does so many pages a beat for the first while, and 20 afterwards. */
    private static java.util.Optional<Duration> brownOut(int millis, int pagesWhileSlow, int slowMillis) {
        List<Work> told = new ArrayList<>();
        long pages = 5000;
        for (int at = BEAT_MILLIS; at <= millis; at += BEAT_MILLIS) {
            pages += at <= slowMillis ? pagesWhileSlow : 20;
            told.add(new Work(RESUMED.plus(ONE_WAY).plusMillis(at), pages));
        }
        return BrownOut.length(told, FORMER, RESUMED, ONE_WAY);
    }
}
