package org.vmturntable.testbed.wan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameTest {
    private static final int PER_PACKET = 8 + 4 + 4 + 12;

    @Test
    void countsPreambleTagChecksumAndGapOfASinglePacket() {
        assertThat(Frames.plain(1514).wireBytes).isEqualTo(1514 + PER_PACKET);
    }

    @Test
    void padsAShortPacket() {
        assertThat(Frames.plain(42).wireBytes).isEqualTo(60 + PER_PACKET);
    }

    @Test
    void repeatsTheHeadersForEveryPacketOfATrain() {
        Frame train = Frames.train(8 * 1448 + 100, 1448);

        assertThat(train.packets).isEqualTo(9);
        assertThat(train.wireBytes).isEqualTo(8 * 1448 + 100 + 9 * (Frames.HEADERS + PER_PACKET));
        assertThat(train.firstWireBytes).isEqualTo(1448 + Frames.HEADERS + PER_PACKET);
    }

    @Test
    void knowsTheLargestPacketOfATrain() {
        assertThat(Frames.train(64_000, 8122).largestPacket).isEqualTo(8174);
    }
}
