package org.vmturntable.testbed.wan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.vmturntable.kernel.Bandwidth;

class SerialiserPropertyTest {
    private static final Bandwidth GIGABIT = Bandwidth.ofMegabitsPerSecond(1000);

    @Property
    void neverSendsFasterThanItsRate(
            @ForAll @Size(min = 1, max = 50) List<@IntRange(min = 14, max = 9000) Integer> lengths,
            @ForAll @LongRange(min = 0, max = 10_000) long gap) {
        Serialiser wire = new Serialiser(GIGABIT);
        long previousEnd = Long.MIN_VALUE;
        long arrival = 0;
        for (int length : lengths) {
            Frame frame = Frames.plain(length, (byte) 0, arrival);
            wire.send(frame);

            long took = 8L * frame.wireBytes;
            assertThat(frame.arrival).isEqualTo(Math.max(previousEnd, arrival) + took);
            previousEnd = frame.arrival;
            arrival += gap;
        }
    }

    @Property
    void forwardsATrainPacketByPacket(@ForAll @IntRange(min = 2000, max = 64_000) int payload) {
        Frame train = Frames.train(payload, 1448);
        int first = train.firstWireBytes;
        int all = train.wireBytes;

        new Serialiser(GIGABIT).send(train);
        assertThat(train.arrival).isEqualTo(8L * all);
        new Serialiser(GIGABIT).send(train);

        assertThat(train.firstArrival).isEqualTo(2 * 8L * first);
        assertThat(train.arrival).isEqualTo(8L * (first + all));
    }

    @Property
    void tellsHowLongAFrameWouldWait(@ForAll @IntRange(min = 64, max = 9000) int length) {
        Serialiser wire = new Serialiser(GIGABIT);
        assertThat(wire.backlog(0)).isZero();

        wire.occupy(0, length);

        assertThat(wire.backlog(0)).isEqualTo(8L * length);
        assertThat(wire.backlog(1_000_000_000)).isZero();
    }
}
