package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.vmturntable.libvirt.Descent.Next;
import org.vmturntable.libvirt.Descent.Step;

class DescentTest {
    private static final long FULL = 100_000_000;
    private static final long TO_MIDDLE = 85_000_000;
    private static final long A_QUARTER = 25_000_000;
    private static final long SLOWEST = 16_384;
    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;

    private final Descent descent = new Descent(FULL, SLOWEST);
    private Instant now = Instant.parse("2005-09-26T09:00:00Z");

    @Test
    void goesAtFullSpeedWhileMuchIsLeft() {
        assertThat(unprepared(1, 150 * MIB)).isEqualTo(new Step(FULL, Next.GO_ON));
        assertThat(descent.near(left(1, 150 * MIB))).isFalse();
    }

    @Test
    void neverSendsAllThatIsLeftInOneOfTheHypervisorsBursts() {
        for (long left = 64 * MIB; left > SLOWEST; left /= 2) {
            long burst = unprepared(1, left).speed() / 10;
            assertThat(burst).as("of %d bytes", left).isLessThanOrEqualTo(left / 2);
        }
        assertThat(descent.near(left(1, 16 * MIB))).isTrue();
    }

    @Test
    void crossesTheEndOfAPassAtTheSlowestSpeed() {
        assertThat(unprepared(1, 0).speed()).isEqualTo(SLOWEST);
    }

    @Test
    void doesNotSwitchInTheFirstPassForAllItsPagesMayHaveBeenWrittenAgain() {
        assertThat(prepared(1, 200 * MIB).next()).isEqualTo(Next.GO_ON);
        assertThat(prepared(1, 4 * KIB).next()).isEqualTo(Next.GO_ON);
    }

    @Test
    void switchesNearTheEndOfAPassThatBeganWithLittle() {
        assertThat(unprepared(1, 200 * MIB).next()).isEqualTo(Next.GO_ON);
        assertThat(unprepared(2, 3 * MIB).next()).isEqualTo(Next.PREPARE);
        assertThat(prepared(2, 600 * KIB).next()).isEqualTo(Next.PREPARE);
        assertThat(prepared(2, 500 * KIB)).isEqualTo(new Step(SLOWEST, Next.SWITCH));
        assertThat(descent.reason()).contains("its copy has converged in 2 passes");
    }

    @Test
    void holdsWhatHasConvergedUntilItsSwitchIsPrepared() {
        unprepared(1, 200 * MIB);
        unprepared(2, 3 * MIB);
        assertThat(unprepared(2, 500 * KIB)).isEqualTo(new Step(SLOWEST, Next.PREPARE));
        assertThat(unprepared(3, 900 * KIB).next()).isEqualTo(Next.PREPARE);
        assertThat(prepared(3, 900 * KIB)).isEqualTo(new Step(SLOWEST, Next.SWITCH));
    }

    @Test
    void makesAnotherPassWhileThatShrinksWhatIsLeft() {
        assertThat(prepared(1, 4_000 * MIB).next()).isEqualTo(Next.GO_ON);
        assertThat(prepared(2, 400 * MIB).next()).isEqualTo(Next.GO_ON);
        assertThat(prepared(2, 0).next()).isEqualTo(Next.GO_ON);
        assertThat(prepared(3, 40 * MIB).next()).isEqualTo(Next.GO_ON);
        assertThat(prepared(4, 4 * MIB).next()).isEqualTo(Next.PREPARE);
        assertThat(prepared(4, 100 * KIB).next()).isEqualTo(Next.SWITCH);
    }

    @Test
    void switchesAGuestThatWritesAsFastAsItIsCopiedInTheMiddleOfAPass() {
        assertThat(unprepared(1, 200 * MIB).next()).isEqualTo(Next.GO_ON);
        assertThat(unprepared(2, 60 * MIB).next()).isEqualTo(Next.GO_ON);
        assertThat(unprepared(3, 60 * MIB)).isEqualTo(new Step(TO_MIDDLE, Next.PREPARE));
        assertThat(descent.near(left(3, 60 * MIB))).isTrue();
        assertThat(prepared(3, 43 * MIB)).isEqualTo(new Step(TO_MIDDLE, Next.PREPARE));
        assertThat(prepared(3, 42 * MIB)).isEqualTo(new Step(TO_MIDDLE, Next.SWITCH));
        assertThat(descent.reason()).get().asString().contains("61440 KiB");
    }

    @Test
    void waitsForTheNextMiddleIfItIsPreparedTooLateForThisOne() {
        writesOn();
        assertThat(prepared(3, 23 * MIB)).isEqualTo(new Step(TO_MIDDLE, Next.PREPARE));
        assertThat(prepared(3, MIB)).isEqualTo(new Step(A_QUARTER, Next.PREPARE));
        assertThat(prepared(4, 60 * MIB).next()).isEqualTo(Next.PREPARE);
        assertThat(prepared(4, 40 * MIB).next()).isEqualTo(Next.SWITCH);
    }

    @Test
    void doesNotWaitForAMiddleForLongerThanASecondAndAHalf() {
        writesOn();
        assertThat(prepared(3, 23 * MIB).next()).isEqualTo(Next.PREPARE);
        now = now.plus(Duration.ofMillis(1_501));
        assertThat(prepared(3, 16 * MIB)).isEqualTo(new Step(SLOWEST, Next.SWITCH));
    }

    @Test
    void switchesAtOnceWhenPassesBecomeTooShortOrTooLongForAMiddle() {
        writesOn();
        assertThat(prepared(3, 10 * MIB).next()).isEqualTo(Next.PREPARE);
        assertThat(prepared(4, 20 * MIB)).isEqualTo(new Step(SLOWEST, Next.SWITCH));
        assertThat(prepared(5, 120 * MIB)).isEqualTo(new Step(SLOWEST, Next.SWITCH));
    }

    private void writesOn() {
        unprepared(1, 200 * MIB);
        unprepared(2, 60 * MIB);
        unprepared(3, 60 * MIB);
    }

    @Test
    void givesThrottlingSomePassesWhenTheGuestWouldWaitTooLongForTheRest() {
        assertThat(prepared(1, 4_000 * MIB).next()).isEqualTo(Next.GO_ON);
        for (int pass = 2; pass < 12; pass++) {
            assertThat(prepared(pass, 2_000 * MIB).next()).as("pass %d", pass).isEqualTo(Next.GO_ON);
        }
        assertThat(prepared(12, 2_000 * MIB).next()).isEqualTo(Next.SWITCH);
    }

    private Step unprepared(long pass, long bytes) {
        return descent.step(left(pass, bytes), false, now);
    }

    private Step prepared(long pass, long bytes) {
        return descent.step(left(pass, bytes), true, now);
    }

    private static JobFigures left(long pass, long bytes) {
        return new JobFigures(0, bytes, 4_000 * MIB, 0, pass);
    }
}
