package org.vmturntable.cli.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmturntable.cli.grid.CopyProgress;
import org.vmturntable.cli.grid.FakeGrid;

class ShowTest {
    @ParameterizedTest
    @CsvSource({"900M,900000000", "1G,1000000000", "1.5G,1500000000", "900 Mbit/s,900000000", "64k,64000", "7,7"})
    void readsRatesAsPeopleWriteThem(String text, long bitsPerSecond) {
        assertThat(Amounts.parseRate(text)).isEqualTo(bitsPerSecond);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fast", "-1M", "1.2345678", "900T", "M", "99999999999999G"})
    void saysWhatIsNoRate(String text) {
        assertThatThrownBy(() -> Amounts.parseRate(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void aRateOfWholeKilobitsIsReadBackAsItWasShown(@ForAll @LongRange(min = 0, max = 100_000_000) long kilobits) {
        assertThat(Amounts.parseRate(Amounts.rate(kilobits * 1000))).isEqualTo(kilobits * 1000);
    }

    @Property
    void theBarHasOneWidthWhateverTheProgress(
            @ForAll @LongRange(min = 0, max = 1L << 40) long moved,
            @ForAll @LongRange(min = 0, max = 1L << 40) long remaining) {
        String line = ProgressBar.line(new CopyProgress("pre-copy", 1, moved, remaining, 0));
        assertThat(line.indexOf(']') - line.indexOf('[')).isEqualTo(31);
    }

    @Test
    void drawsTheBarAnewOnAScreenAndTakesItAway() {
        StringWriter out = new StringWriter();
        ProgressBar bar = new ProgressBar(new PrintWriter(out), true, Clock.systemUTC());
        bar.show(new CopyProgress("pre-copy", 1, 1, 1, 1));
        bar.clear();
        bar.clear();
        assertThat(out.toString())
                .startsWith("\r\033[K    [###")
                .endsWith("\r\033[K")
                .doesNotContain("\n");
    }

    @Test
    void printsAPlainLineASecondElsewhereAndOneForEachPhase() {
        StringWriter out = new StringWriter();
        ProgressBar bar =
                new ProgressBar(new PrintWriter(out, true), false, Clock.fixed(FakeGrid.START, ZoneOffset.UTC));
        bar.show(CopyProgress.NONE);
        bar.show(new CopyProgress("pre-copy", 1, 1, 9, 1));
        bar.show(new CopyProgress("pre-copy", 1, 2, 8, 1));
        bar.show(new CopyProgress("post-copy", 2, 9, 1, 1));
        assertThat(out.toString().lines()).hasSize(2);
    }

    @Test
    void refusesARowThatDoesNotFitTheHeadings() {
        assertThatThrownBy(() -> new Table("A", "B").row("1")).hasMessage("a row needs 2 cells, not 1");
    }

    @Test
    void leavesNoBlanksAtTheEndOfALine() {
        assertThat(new Table("A", "B").row("long", "").lines()).containsExactly("A     B", "long");
    }
}
