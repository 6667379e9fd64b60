package org.vmturntable.testbed.bench.downtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolTest {
    @Test
    void everyToolMovesGuestsWithoutADisk() {
        assertThat(moving(GuestKind.IDLE)).containsExactly(Tool.values());
        assertThat(moving(GuestKind.WRITER)).containsExactly(Tool.values());
    }

    /** By default all guests are moved by all tools, and a move without an end would take the others' figures with it. */
    @Test
    void aGuestWithADiskIsNotMovedNonLive() {
        assertThat(moving(GuestKind.DISK)).containsExactly(Tool.TURNTABLE, Tool.VIRSH, Tool.VIRSH_TUNED);
    }

    private static List<Tool> moving(GuestKind guest) {
        return Arrays.stream(Tool.values()).filter(tool -> tool.moves(guest)).toList();
    }
}
