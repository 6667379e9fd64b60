package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DescentTest {
    private static final long FULL = 100_000_000;
    private static final long SLOWEST = 16_384;
    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;

    private final Descent descent = new Descent(FULL, SLOWEST);

    @Test
    void goesAtFullSpeedWhileMuchIsLeft() {
        assertThat(descent.speed(left(1, 150 * MIB))).isEqualTo(FULL);
        assertThat(descent.near(left(1, 150 * MIB))).isFalse();
    }

    @Test
    void neverSendsAllThatIsLeftInOneOfTheHypervisorsBursts() {
        for (long left = 64 * MIB; left > SLOWEST; left /= 2) {
            long burst = descent.speed(left(1, left)) / 10;
            assertThat(burst).as("of %d bytes", left).isLessThanOrEqualTo(left / 2);
        }
        assertThat(descent.near(left(1, 16 * MIB))).isTrue();
    }

    @Test
    void crossesTheEndOfAPassAtTheSlowestSpeed() {
        assertThat(descent.speed(left(1, 0))).isEqualTo(SLOWEST);
    }

    @Test
    void doesNotSwitchInTheFirstPassForAllItsPagesMayHaveBeenWrittenAgain() {
        assertThat(descent.reasonToSwitch(left(1, 200 * MIB))).isEmpty();
        assertThat(descent.reasonToSwitch(left(1, 4 * KIB))).isEmpty();
    }

    @Test
    void switchesNearTheEndOfAPassThatBeganWithLittle() {
        assertThat(descent.reasonToSwitch(left(1, 200 * MIB))).isEmpty();
        assertThat(descent.reasonToSwitch(left(2, 3 * MIB))).isEmpty();
        assertThat(descent.reasonToSwitch(left(2, 600 * KIB))).isEmpty();
        assertThat(descent.reasonToSwitch(left(2, 500 * KIB))).isPresent();
    }

    @Test
    void makesAnotherPassWhileThatShrinksWhatIsLeft() {
        assertThat(descent.reasonToSwitch(left(1, 4_000 * MIB))).isEmpty();
        assertThat(descent.reasonToSwitch(left(2, 400 * MIB))).isEmpty();
        assertThat(descent.reasonToSwitch(left(2, 0))).isEmpty();
        assertThat(descent.reasonToSwitch(left(3, 40 * MIB))).isEmpty();
        assertThat(descent.reasonToSwitch(left(4, 4 * MIB))).isEmpty();
        assertThat(descent.reasonToSwitch(left(4, 100 * KIB))).isPresent();
    }

    @Test
    void switchesAGuestThatWritesAsFastAsItIsCopiedWithoutCopyingItInVainOnceMore() {
        assertThat(descent.reasonToSwitch(left(1, 200 * MIB))).isEmpty();
        assertThat(descent.reasonToSwitch(left(2, 60 * MIB))).isEmpty();
        assertThat(descent.reasonToSwitch(left(3, 60 * MIB)))
                .hasValueSatisfying(why -> assertThat(why).contains("61440 KiB"));
    }

    @Test
    void hasAMiddleInPassesThatAreNeitherOverAtOnceNorLongerThanAGuestMayWait() {
        assertThat(hasMiddle(2 * MIB)).isFalse();
        assertThat(hasMiddle(28 * MIB)).isFalse();
        assertThat(hasMiddle(29 * MIB)).isTrue();
        assertThat(hasMiddle(95 * MIB)).isTrue();
        assertThat(hasMiddle(96 * MIB)).isFalse();
    }

    private static boolean hasMiddle(long bytes) {
        Descent descent = new Descent(FULL, SLOWEST);
        descent.reasonToSwitch(left(2, bytes));
        return descent.hasMiddle();
    }

    @Test
    void isMidwayWhenThreeTenthsOfThePassWereSentAndNoMoreWhenThreeFifthsWere() {
        descent.reasonToSwitch(left(3, 60 * MIB));
        assertThat(descent.isMidway(left(3, 60 * MIB))).isFalse();
        assertThat(descent.isMidway(left(3, 43 * MIB))).isFalse();
        assertThat(descent.isMidway(left(3, 42 * MIB))).isTrue();
        assertThat(descent.isMidway(left(3, 24 * MIB))).isTrue();
        assertThat(descent.isMidway(left(3, 23 * MIB))).isFalse();
        assertThat(descent.isMidway(left(3, 0))).isFalse();
    }

    @Test
    void givesThrottlingSomePassesWhenTheGuestWouldWaitTooLongForTheRest() {
        assertThat(descent.reasonToSwitch(left(1, 4_000 * MIB))).isEmpty();
        for (int pass = 2; pass < 12; pass++) {
            assertThat(descent.reasonToSwitch(left(pass, 2_000 * MIB)))
                    .as("pass %d", pass)
                    .isEmpty();
        }
        assertThat(descent.reasonToSwitch(left(12, 2_000 * MIB))).isPresent();
    }

    private static JobFigures left(long pass, long bytes) {
        return new JobFigures(0, bytes, 4_000 * MIB, 0, pass);
    }
}
