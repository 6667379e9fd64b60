package org.vmturntable.testbed.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class QemuEventTest {
    @Test
    void takesNameAndTimeFromVirshsLine() {
        assertThat(QemuEvent.parse("event STOP at 1795390136.004512 for domain 'search-vm': <null>"))
                .contains(new QemuEvent(QemuEvent.STOP, Instant.ofEpochSecond(1795390136L, 4_512_000)));
    }

    @Test
    void overlooksWhatIsNoEvent() {
        assertThat(QemuEvent.parse("error: Disconnected from qemu:///system")).isEmpty();
    }
}
