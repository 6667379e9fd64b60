package org.vmturntable.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vmturntable.kernel.Failures.assertFails;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "1-1-1-1-1", "not-a-uuid", "00000000-0000-0000-0000-00000000000g"})
    void refusesTextThatIsNoUuid(String text) {
        assertFails(FailureCode.MALFORMED_ID, () -> VmId.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "amsterdam", ":", "amsterdam:", "a:b:c", "A:b", "a:b c"})
    void refusesTextThatIsNoPort(String text) {
        assertThatThrownBy(() -> PortId.parse(text)).isInstanceOf(GridException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "Amsterdam", "a/b", "a.b", "../x"})
    void refusesTextThatIsNoSite(String text) {
        assertThatThrownBy(() -> new SiteId(text)).isInstanceOf(GridException.class);
    }

    @Test
    void portsAreReadAsTheyAreWritten() {
        PortId port = PortId.parse("amsterdam:client-1");
        assertThat(PortId.parse(port.toString())).isEqualTo(port);
    }

    @Property
    void windowsThatTouchDoNotOverlap(
            @ForAll @LongRange(min = 1, max = 1000) long a, @ForAll @LongRange(min = 1, max = 1000) long b) {
        Instant start = Instant.EPOCH;
        TimeWindow first = new TimeWindow(start, start.plusSeconds(a));
        TimeWindow second = new TimeWindow(first.until(), first.until().plusSeconds(b));
        assertThat(first.overlaps(second)).isFalse();
        assertThat(second.overlaps(first)).isFalse();
        assertThat(first.contains(first.until())).isFalse();
    }

    @Test
    void refusesAReversedOrEmptyWindow() {
        assertThatThrownBy(() -> new TimeWindow(Instant.EPOCH, Instant.EPOCH)).isInstanceOf(GridException.class);
    }

    @Property
    void whatIsAddedCanBeTakenAway(
            @ForAll @LongRange(min = 0, max = 1L << 50) long a, @ForAll @LongRange(min = 0, max = 1L << 50) long b) {
        assertThat(new Bandwidth(a).plus(new Bandwidth(b)).minus(new Bandwidth(b)))
                .isEqualTo(new Bandwidth(a));
    }
}
