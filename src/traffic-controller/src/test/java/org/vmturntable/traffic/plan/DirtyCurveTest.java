package org.vmturntable.traffic.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.traffic.guest.DirtySample;

class DirtyCurveTest {
    private static final double MEGA = 1e6;

    @Test
    void seesThatAGuestGoesThroughItsMemory() {
        DirtyCurve curve = DirtyCurve.fit(List.of(sample(1, 10 * MEGA), sample(3, 30 * MEGA)));
        assertThat(curve.within(0.5)).isCloseTo(5 * MEGA, within(1.0));
        assertThat(curve.within(10)).isCloseTo(100 * MEGA, within(1.0));
    }

    @Test
    void seesThatAGuestWritesTheSamePagesAgainAndAgain() {
        DirtyCurve curve = DirtyCurve.fit(List.of(sample(1, 60 * MEGA), sample(3, 60 * MEGA)));
        assertThat(curve.within(100)).isCloseTo(60 * MEGA, within(MEGA));
        assertThat(curve.steadyRate()).isLessThan(1);
    }

    @Test
    void takesWhatTwoLooksCannotTellForTheWorse() {
        // 60 MB written at random at 100 MB/s: looks of 1 and 3 s do not show how fast it begins
        DirtyCurve true60 = new DirtyCurve(60 * MEGA, 0.6, 0);
        DirtyCurve fitted = DirtyCurve.fit(looksAt(true60, 1, 3));
        assertThat(fitted.within(0.1)).isGreaterThan(true60.within(0.1));
    }

    @Test
    void drawsALineThroughOneSample() {
        DirtyCurve curve = DirtyCurve.fit(List.of(sample(2, 8 * MEGA)));
        assertThat(curve.within(Duration.ofMillis(500))).isEqualTo(new Bytes(2_000_000));
    }

    @Test
    void needsASample() {
        assertThatThrownBy(() -> DirtyCurve.fit(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void neverFallsAndGrowsEverSlower(
            @ForAll @Size(min = 1, max = 4) List<@LongRange(min = 0, max = 1L << 40) Long> written,
            @ForAll @DoubleRange(min = 0, max = 1000) double time,
            @ForAll @DoubleRange(min = 0, max = 1000) double more) {
        DirtyCurve curve = DirtyCurve.fit(IntStream.range(0, written.size())
                .mapToObj(i -> sample(i + 1, written.get(i)))
                .toList());
        double slack = 1 + 1e-9 * curve.within(time + more);
        assertThat(curve.within(0.0)).isZero();
        assertThat(curve.within(time + more)).isGreaterThanOrEqualTo(curve.within(time) - slack);
        // of the same length, the later stretch holds no more that is new
        assertThat(curve.within(time + more)).isLessThanOrEqualTo(curve.within(time) + curve.within(more) + slack);
    }

    @Property
    void comesNearToEveryCurveThatItHasLookedAtOftenEnough(
            @ForAll @DoubleRange(min = 1e6, max = 1e9) double hot,
            @ForAll @DoubleRange(min = 0.1, max = 4) double hotSeconds,
            @ForAll @DoubleRange(min = 0, max = 1e8) double steady) {
        DirtyCurve looked = new DirtyCurve(hot, hotSeconds, steady);
        DirtyCurve fitted = DirtyCurve.fit(looksAt(looked, 1, 2, 4, 8));
        for (double time : new double[] {1, 1.5, 3, 6}) {
            assertThat(fitted.within(time)).isCloseTo(looked.within(time), Percentage.withPercentage(2));
        }
    }

    private static List<DirtySample> looksAt(DirtyCurve curve, int... seconds) {
        return IntStream.of(seconds)
                .mapToObj(time -> sample(time, curve.within((double) time)))
                .toList();
    }

    private static DirtySample sample(int seconds, double bytes) {
        return new DirtySample(Duration.ofSeconds(seconds), new Bytes((long) bytes));
    }
}
