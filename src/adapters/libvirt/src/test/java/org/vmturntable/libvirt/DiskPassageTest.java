package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.Convergence;
import org.vmturntable.traffic.guest.MoveOrder;

class DiskPassageTest {
    private static final VmId VM = VmId.parse("00000000-0000-4000-8000-000000002005");

    @Test
    void aGuestWithDisksIsNotMovedByPreCopy() {
        assertThat(passage("vda").refusalOfPreCopy())
                .get()
                .extracting(GridException::code)
                .isEqualTo(FailureCode.COPY_FAILED);
        assertThat(passage().refusalOfPreCopy()).isEmpty();
    }

    @Test
    void aGuestThatHasSwitchedIsNotGivenUpWhenItsMonitorCannotBeHad() {
        assertThatThrownBy(() -> passage("vda").takeUp(Optional.empty(), true))
                .isInstanceOfSatisfying(
                        GridException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.MEMORY_DIVIDED))
                .hasMessageContaining("last blocks");
    }

    private static DiskPassage passage(String... targets) {
        MoveOrder order = new MoveOrder(
                VM,
                URI.create("qemu+tcp://there/system"),
                URI.create("tcp://there"),
                Optional.empty(),
                Bandwidth.ofMegabitsPerSecond(1_000),
                Convergence.UNPLANNED);
        return new DiskPassage(
                VM,
                List.of(targets),
                Optional.empty(),
                new MonitorFolder(Optional.empty()),
                new Way(order, Optional.empty()));
    }
}
