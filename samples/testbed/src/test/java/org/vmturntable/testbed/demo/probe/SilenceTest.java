package org.vmturntable.testbed.demo.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private static final Instant ZERO = Instant.parse("2026-11-22T10:00:00Z");

    private static Instant at(long millis) {
        return ZERO.plusMillis(millis);
    }

    private static List<Instant> at(List<Integer> millis) {
        return millis.stream().map(SilenceTest::at).toList();
    }

    @Test
    void isTheWholeWindowIfNothingArrives() {
        assertThat(Silence.longest(List.of(), at(0), at(500))).isEqualTo(new Silence(at(0), Duration.ofMillis(500)));
    }

    @Test
    void countsInFullWhatBeganBeforeTheWindowOrEndedAfterIt() {
        List<Instant> arrivals = at(List.of(80, 130, 290, 330, 900));
        assertThat(Silence.longest(arrivals, at(100), at(300)).millis()).isEqualTo(160);
        assertThat(Silence.longest(arrivals, at(100), at(400))).isEqualTo(new Silence(at(330), Duration.ofMillis(570)));
        assertThat(Silence.longest(arrivals, at(500), at(600))).isEqualTo(new Silence(at(330), Duration.ofMillis(570)));
    }

    @Test
    void lastsUntilTheWindowEndsIfNothingIsKnownOfLater() {
        assertThat(Silence.longest(at(List.of(10, 20)), at(0), at(400)))
                .isEqualTo(new Silence(at(20), Duration.ofMillis(380)));
    }

    @Test
    void isRoundedToWholeMilliseconds() {
        assertThat(new Silence(ZERO, Duration.ofNanos(1_500_000)).millis()).isEqualTo(2);
    }

    @Property
    void isWhatLookingAtEveryPairFinds(
            @ForAll("arrivals") List<Integer> arrivals,
            @ForAll @IntRange(max = 1000) int from,
            @ForAll @IntRange(min = 1, max = 1000) int length) {
        int until = from + length;
        List<Integer> fence = new ArrayList<>(arrivals);
        if (arrivals.stream().noneMatch(arrival -> arrival <= from)) {
            fence.add(0, from);
        }
        if (arrivals.stream().noneMatch(arrival -> arrival >= until)) {
            fence.add(until);
        }
        int longest = 0;
        for (int i = 1; i < fence.size(); i++) {
            if (fence.get(i) > from && fence.get(i - 1) < until) {
                longest = Math.max(longest, fence.get(i) - fence.get(i - 1));
            }
        }
        assertThat(Silence.longest(at(arrivals), at(from), at(until)).millis()).isEqualTo(longest);
    }

    @Property
    void neverGrowsByAnArrivalMore(
            @ForAll("arrivals") List<Integer> arrivals, @ForAll @IntRange(min = 101, max = 899) int another) {
        List<Integer> more = new ArrayList<>(arrivals);
        more.add(another);
        more.sort(null);
        assertThat(Silence.longest(at(more), at(100), at(900)).length())
                .isLessThanOrEqualTo(
                        Silence.longest(at(arrivals), at(100), at(900)).length());
    }

    @Provide
    Arbitrary<List<Integer>> arrivals() {
        return Arbitraries.integers().between(0, 1500).list().ofMaxSize(60).map(list -> {
            List<Integer> ordered = new ArrayList<>(list);
            ordered.sort(null);
            return ordered;
        });
    }
}
