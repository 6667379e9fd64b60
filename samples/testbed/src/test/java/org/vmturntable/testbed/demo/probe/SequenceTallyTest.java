package org.vmturntable.testbed.demo.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SequenceTallyTest {
    @Test
    void countsHolesAndCopies() {
        SequenceTally tally = new SequenceTally();
        List.of(1L, 2L, 4L, 4L, 7L, 6L, 4L).forEach(tally::came);
        assertThat(tally.count(0, tally.highest())).isEqualTo(new ProbeCount(7, 2, 2));
        assertThat(tally.count(2, 4)).isEqualTo(new ProbeCount(2, 1, 2));
        assertThat(tally.count(7, 7)).isEqualTo(ProbeCount.NONE);
    }

    @Property
    void stretchesThatJoinCountAsTheWhole(
            @ForAll List<@LongRange(min = 1, max = 200) Long> came, @ForAll @IntRange(max = 200) int cut) {
        SequenceTally tally = new SequenceTally();
        came.forEach(tally::came);
        assertThat(tally.count(0, cut).plus(tally.count(cut, 200))).isEqualTo(tally.count(0, 200));
    }

    @Property
    void nothingIsLostThatCame(@ForAll Set<@LongRange(min = 1, max = 300) Long> came) {
        SequenceTally tally = new SequenceTally();
        came.forEach(tally::came);
        ProbeCount count = tally.count(0, tally.highest());
        assertThat(count.sent() - count.lost()).isEqualTo(came.size());
        assertThat(count.duplicates()).isZero();
    }
}
