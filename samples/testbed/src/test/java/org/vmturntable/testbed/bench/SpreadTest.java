package org.vmturntable.testbed.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void tellsSmallestMiddleAndLargestOfAFew() {
        assertThat(Spread.of(30, 10, 20)).isEqualTo(new Spread(10, 20, 30));
        assertThat(Spread.of(4, 1, 3, 2)).isEqualTo(new Spread(1, 2.5, 4));
    }

    @Test
    void leavesOneOfAHundredOut() {
        double[] hundred = IntStream.rangeClosed(1, 100).asDoubleStream().toArray();
        assertThat(Spread.of(hundred).p99()).isEqualTo(99);
    }

    @Test
    void isWrittenToATenthAndWithoutAFractionThatSaysNothing() {
        assertThat(Spread.of(87.96, 118.04, 133.25).document().values()).containsExactly(88L, 118L, 133.3);
    }

    @Test
    void hasNoSpreadOfNothing() {
        assertThatThrownBy(Spread::of).isInstanceOf(IllegalArgumentException.class);
    }
}
