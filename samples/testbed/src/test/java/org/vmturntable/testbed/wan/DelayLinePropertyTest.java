package org.vmturntable.testbed.wan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class DelayLinePropertyTest {
    private static final Duration HALF_AN_OCEAN = Duration.ofMillis(49);
    private static final int CAPACITY = 150_000;

    /** A positive number sends a frame of that length, a negative one takes so many out; a plain queue is the oracle. */
    @Property
    void bringsEveryFrameItTookWholeInOrderAndInTime(
            @ForAll @Size(max = 300) List<@IntRange(min = -8, max = 9000) Integer> steps) {
        DelayLine line = new DelayLine(HALF_AN_OCEAN, CAPACITY);
        Deque<Frame> expected = new ArrayDeque<>();
        long time = 0;
        for (int step : steps) {
            if (step >= 15) {
                Frame frame = Frames.plain(step, (byte) time, time++);
                frame.tag = step % 4095;
                if (line.offer(frame)) {
                    expected.add(frame);
                }
            }
            for (int i = step; i < 0 && !expected.isEmpty(); i++) {
                assertHead(line, expected.remove());
                line.drop();
            }
        }
        expected.forEach(frame -> {
            assertHead(line, frame);
            line.drop();
        });
        assertThat(line.nextArrival()).isEqualTo(DelayLine.NEVER);
    }

    @Property
    void refusesNothingThatAWireOfItsRateCanHold(@ForAll @IntRange(min = 200, max = 8000) int length) {
        long bytesPerSecond = 12_500_000;
        DelayLine line = new DelayLine(HALF_AN_OCEAN, DelayLine.capacityFor(bytesPerSecond, HALF_AN_OCEAN));
        long onTheWay = bytesPerSecond * HALF_AN_OCEAN.toMillis() / 1000;
        Frame frame = Frames.plain(length);
        for (long sent = 0; sent < onTheWay; sent += frame.wireBytes) {
            assertThat(line.offer(frame)).isTrue();
        }
    }

    @Example
    void refusesWhatHasNoRoomAndTakesItAgainLater() {
        DelayLine line = new DelayLine(HALF_AN_OCEAN, CAPACITY);
        Frame frame = Frames.plain(60_000);
        assertThat(line.offer(frame)).isTrue();
        assertThat(line.offer(frame)).isTrue();
        assertThat(line.offer(frame)).isFalse();

        line.drop();

        assertThat(line.offer(frame)).isTrue();
    }

    @Example
    void losesAllWhenCleared() {
        DelayLine line = new DelayLine(HALF_AN_OCEAN, CAPACITY);
        line.offer(Frames.plain(100));

        line.clear();

        assertThat(line.nextArrival()).isEqualTo(DelayLine.NEVER);
        assertThatThrownBy(line::head).isInstanceOf(IllegalStateException.class);
    }

    private static void assertHead(DelayLine line, Frame expected) {
        assertThat(line.nextArrival()).isEqualTo(expected.arrival + HALF_AN_OCEAN.toNanos());
        Frame head = line.head();
        assertThat(head.length).isEqualTo(expected.length);
        assertThat(head.tag).isEqualTo(expected.tag);
        assertThat(head.wireBytes).isEqualTo(expected.wireBytes);
        assertThat(bytes(head)).isEqualTo(bytes(expected));
    }

    private static byte[] bytes(Frame frame) {
        byte[] copy = new byte[frame.length];
        frame.memory.bytes().get(frame.start, copy);
        return copy;
    }
}
