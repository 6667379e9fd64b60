package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.vmturntable.libvirt.Descent.Next;
import org.vmturntable.libvirt.Descent.Step;

/**
 * Against a copy that goes as QEMU's does: in bursts of a tenth of a second, and whole when a pass ends and nothing has been written
 * since the one before ended.
 */
class DescentSimulationTest {
    private static final long FULL = 100_000_000;
    private static final long SLOWEST = 16_384;
    private static final int CHUNK = 16_384;
    private static final int CHUNKS = 12_800; // 200 MiB
    private static final int MILLIS_PER_BURST = 100;
    private static final int MILLIS_PER_LOOK = 10;
    private static final int LONGEST_MILLIS = 120_000;

    @Property(tries = 300)
    void aGuestThatGoesOnWritingIsSwitchedAndItsCopyIsNeverWhole(
            @ForAll @IntRange(min = 64, max = 6_000) int setInChunks,
            @ForAll @IntRange(min = 1, max = 300) int megabytesPerSecond,
            @ForAll @IntRange(max = 3_000) int millisToPrepare) {
        Copy copy = new Copy(setInChunks, megabytesPerSecond, millisToPrepare, Integer.MAX_VALUE);
        copy.run();
        assertThat(copy.whole).as("whole before it could be switched").isFalse();
        assertThat(copy.switchedAt).as("switched").isPositive();
    }

    @Property(tries = 300)
    void aGuestThatFallsSilentIsSwitchedOrWhole(
            @ForAll @IntRange(min = 64, max = 6_000) int setInChunks,
            @ForAll @IntRange(min = 1, max = 300) int megabytesPerSecond,
            @ForAll @IntRange(max = 3_000) int millisToPrepare,
            @ForAll @IntRange(min = 2_000, max = 10_000) int silentAt) {
        Copy copy = new Copy(setInChunks, megabytesPerSecond, millisToPrepare, silentAt);
        copy.run();
        assertThat(copy.whole || copy.switchedAt > 0).as("it ends").isTrue();
    }

    /** At a pass's end all of the set would follow the guest. One of half a second is too short for its middle to be met each time, and does not make it wait for long. */
    @Property(tries = 300)
    void ofAGuestThatWritesAsFastAsItIsCopiedAPartNeedNotFollow(
            @ForAll @IntRange(min = 3_500, max = 5_500) int setInChunks,
            @ForAll @IntRange(max = 1_000) int millisToPrepare) {
        Copy copy = new Copy(setInChunks, (int) (FULL / 1_000_000), millisToPrepare, Integer.MAX_VALUE);
        copy.run();
        assertThat((double) copy.following() / setInChunks)
                .as("share that follows")
                .isLessThan(0.95);
    }

    private static final class Copy {
        /** In which the guest writes its set, again and again: not as the copy goes, nor against it. */
        private final List<Integer> order;

        private final double chunksPerMilli;
        private final int millisToPrepare;
        private final int silentAt;
        private final Descent descent = new Descent(FULL, SLOWEST);
        private final Instant begin = Instant.parse("2005-09-26T09:00:00Z");
        private final BitSet toSend = new BitSet(CHUNKS);
        private final BitSet written = new BitSet(CHUNKS);
        private int next;
        private int turn;
        private double owed;
        private double quota;
        private long pass = 1;
        private long speed = FULL;
        private int preparing = -1;
        private boolean ordered;
        private boolean whole;
        private int switchedAt;

        Copy(int set, int megabytesPerSecond, int millisToPrepare, int silentAt) {
            this.order = new ArrayList<>(IntStream.range(0, set).boxed().toList());
            Collections.shuffle(order, new Random(set));
            this.chunksPerMilli = megabytesPerSecond * 1_000.0 / CHUNK;
            this.millisToPrepare = millisToPrepare;
            this.silentAt = silentAt;
            toSend.set(0, CHUNKS);
        }

        void run() {
            for (int milli = 0; milli < LONGEST_MILLIS && !whole && switchedAt == 0; milli++) {
                write(milli);
                if (milli % MILLIS_PER_BURST == 0) {
                    burst(milli);
                }
                if (milli % MILLIS_PER_LOOK == MILLIS_PER_LOOK - 1 && !ordered) {
                    look(milli);
                }
            }
        }

        private void write(int milli) {
            owed += milli < silentAt ? chunksPerMilli : 0;
            for (; owed >= 1; owed--) {
                turn = (turn + 1) % order.size();
                written.set(order.get(turn));
            }
        }

        /** QEMU stops a guest that is to switch before it sends any more. */
        private void burst(int milli) {
            if (ordered) {
                switchedAt = milli;
                return;
            }
            quota = Math.min(0, quota) + speed / 10.0;
            while (quota > 0 && !whole) {
                next = toSend.nextSetBit(next);
                if (next >= 0) {
                    toSend.clear(next);
                    quota -= CHUNK;
                } else {
                    endPass();
                }
            }
        }

        private void endPass() {
            next = 0;
            pass++;
            toSend.or(written);
            written.clear();
            whole = toSend.isEmpty();
        }

        private void look(int milli) {
            boolean prepared = preparing >= 0 && milli >= preparing + millisToPrepare;
            JobFigures figures = new JobFigures(0, (long) toSend.cardinality() * CHUNK, (long) CHUNKS * CHUNK, 0, pass);
            Step step = descent.step(figures, prepared, begin.plusMillis(milli));
            speed = step.speed();
            ordered = step.next() == Next.SWITCH;
            if (step.next() == Next.PREPARE && preparing < 0) {
                preparing = milli;
            }
        }

        int following() {
            BitSet all = (BitSet) toSend.clone();
            all.or(written);
            return all.cardinality();
        }
    }
}
