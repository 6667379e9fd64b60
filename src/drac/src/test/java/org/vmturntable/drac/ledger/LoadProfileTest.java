package org.vmturntable.drac.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.TimeWindow;

class LoadProfileTest {
    private static final int LATEST = 40;

    @Property
    void peakIsThatOfCountingSecondBySecond(
            @ForAll @Size(max = 30) List<@From("loads") Load> loads, @ForAll("loads") Load asked) {
        LoadProfile profile = new LoadProfile();
        loads.forEach(load -> profile.add(load.window(), load.amount()));
        assertThat(profile.peak(asked.window())).isEqualTo(bruteForcePeak(loads, asked));
    }

    @Property
    void nothingIsLeftWhenAllIsRemovedInAnyOrder(
            @ForAll @Size(max = 30) List<@From("loads") Load> loads, @ForAll Random random) {
        LoadProfile profile = new LoadProfile();
        loads.forEach(load -> profile.add(load.window(), load.amount()));
        List<Load> shuffled = new ArrayList<>(loads);
        Collections.shuffle(shuffled, random);
        shuffled.forEach(load -> profile.remove(load.window(), load.amount()));
        assertThat(profile.isEmpty()).isTrue();
    }

    @Test
    void windowsThatOnlyTouchDoNotAddUp() {
        LoadProfile profile = new LoadProfile();
        profile.add(window(0, 10), 6);
        profile.add(window(10, 20), 6);
        assertThat(profile.peak(window(0, 20))).isEqualTo(6);
    }

    private static long bruteForcePeak(List<Load> loads, Load asked) {
        return LongStream.range(asked.from(), asked.until())
                .map(second -> loads.stream()
                        .filter(load -> load.from() <= second && second < load.until())
                        .mapToLong(Load::amount)
                        .sum())
                .max()
                .orElse(0);
    }

    @Provide
    Arbitrary<Load> loads() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, LATEST),
                        Arbitraries.integers().between(1, LATEST),
                        Arbitraries.longs().between(1, 5))
                .as((from, length, amount) -> new Load(from, from + length, amount));
    }

    static TimeWindow window(long from, long until) {
        return new TimeWindow(Instant.ofEpochSecond(from), Instant.ofEpochSecond(until));
    }

    record Load(long from, long until, long amount) {
        TimeWindow window() {
            return LoadProfileTest.window(from, until);
        }
    }
}
