package org.vmturntable.testbed.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.testbed.watch.QemuEvent;

class DoublesTest {
    private static final SiteId HERE = new SiteId("amsterdam");
    private static final SiteId THERE = new SiteId("sandiego");

    @Test
    void aGuestThatStopsBeforeItResumesElsewhereRunsOnce() {
        assertThat(Doubles.first(
                        Map.of(HERE, List.of(at(1, QemuEvent.STOP)), THERE, List.of(at(2, QemuEvent.RESUME))), HERE))
                .isEmpty();
    }

    @Test
    void aSourceThatResumesAfterTheDestinationRunsTwice() {
        assertThat(Doubles.first(
                        Map.of(
                                HERE,
                                List.of(at(1, QemuEvent.STOP), at(3, QemuEvent.RESUME)),
                                THERE,
                                List.of(at(2, QemuEvent.RESUME))),
                        HERE))
                .contains(Instant.ofEpochSecond(3));
    }

    @Test
    void aDestinationThatResumesBeforeTheSourceStopsRunsTwice() {
        assertThat(Doubles.first(
                        Map.of(HERE, List.of(at(2, QemuEvent.STOP)), THERE, List.of(at(1, QemuEvent.RESUME))), HERE))
                .contains(Instant.ofEpochSecond(1));
    }

    @Test
    void aSiteOfWhichNothingWasHeardIsNotSaidToRunIt() {
        assertThat(Doubles.first(
                        Map.of(HERE, List.of(at(1, QemuEvent.DEAF)), THERE, List.of(at(2, QemuEvent.RESUME))), HERE))
                .isEmpty();
    }

    private static QemuEvent at(long second, String name) {
        return new QemuEvent(name, Instant.ofEpochSecond(second));
    }
}
