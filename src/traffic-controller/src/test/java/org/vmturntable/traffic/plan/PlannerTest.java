package org.vmturntable.traffic.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vmturntable.kernel.Failures.assertFails;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

class PlannerTest {
    private static final double MEGA = 1e6;
    private static final PathMeasure OCEAN =
            new PathMeasure(Bandwidth.ofMegabitsPerSecond(1_000), Duration.ofMillis(175));
    private static final Bytes MEMORY = Bytes.ofMebibytes(200);
    private static final DirtyCurve IDLE = new DirtyCurve(0, 1, 0.2 * MEGA);
    /** 60 MB, at 100 MB/s: the image search of the paper of 2006. */
    private static final DirtyCurve SEARCHING = new DirtyCurve(60 * MEGA, 0.6, 0);
    /** Half as fast again as the path. */
    private static final DirtyCurve RACING = new DirtyCurve(0, 1, 180 * MEGA);

    private final Planner planner = new Planner(Experience.NONE);

    @Test
    void copiesAnIdleGuestAndSwitchesItWithNextToNothingLeft() {
        MigrationPlan plan = planner.plan(MEMORY, Bytes.ZERO, IDLE, OCEAN, true);
        assertThat(plan.strategy()).isEqualTo(Strategy.PRECOPY_THEN_POSTCOPY);
        assertThat(plan.passes()).isEqualTo(2);
        assertThat(plan.copy()).isBetween(Duration.ofMillis(1_700), Duration.ofMillis(3_000));
        assertThat(plan.brownOut()).isLessThan(Duration.ofMillis(10));
        // half a round trip is 87.5 ms, the device state takes 0.5
        assertThat(plan.blackout().expected()).isBetween(Duration.ofMillis(118), Duration.ofMillis(133));
    }

    @Test
    void switchesAGuestEarlyThatWritesAsFastAsPassesCopy() {
        MigrationPlan plan = planner.plan(MEMORY, Bytes.ZERO, SEARCHING, OCEAN, true);
        assertThat(plan.strategy()).isEqualTo(Strategy.EARLY_POSTCOPY);
        assertThat(plan.blackout()).isEqualTo(planner.blackout(OCEAN, true));
        assertThat(plan.brownOut()).isBetween(Duration.ofMillis(100), Duration.ofMillis(500));
    }

    @Test
    void throttlesAGuestThatWouldWaitTooLongForWhatFollowsIt() {
        MigrationPlan plan = planner.plan(Bytes.ofMebibytes(2_048), Bytes.ZERO, RACING, OCEAN, true);
        assertThat(plan.strategy()).isEqualTo(Strategy.THROTTLED);
        assertThat(plan.passes()).isGreaterThan(3);
        assertThat(plan.brownOut()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void plansTheRestOfACopyFromThePassThatBegins() {
        MigrationPlan whole = planner.plan(MEMORY, Bytes.ZERO, SEARCHING, OCEAN, true);
        MigrationPlan rest = planner.rest(new Bytes(57_000_000), MEMORY, SEARCHING, OCEAN, true);
        assertThat(rest.passes()).isLessThan(whole.passes());
        assertThat(rest.copy()).isLessThan(whole.copy().minusSeconds(1));
        assertThat(rest.blackout()).isEqualTo(whole.blackout());
        assertThat(rest.brownOut()).isCloseTo(whole.brownOut(), Duration.ofMillis(20));
    }

    @Test
    void cannotPromiseLessThanOneAndAHalfRoundTripsWithoutPostCopy() {
        MigrationPlan plan = planner.plan(MEMORY, Bytes.ZERO, IDLE, OCEAN, false);
        assertThat(plan.strategy()).isEqualTo(Strategy.PLAIN_PRECOPY);
        assertThat(plan.blackout().expected()).isGreaterThan(Duration.ofNanos(262_500_000));
        assertThat(plan.brownOut()).isZero();
    }

    @Test
    void disksShareThePathWithTheFirstPass() {
        MigrationPlan bare = planner.plan(MEMORY, Bytes.ZERO, SEARCHING, OCEAN, true);
        MigrationPlan plan = planner.plan(MEMORY, new Bytes(125_000_000), SEARCHING, OCEAN, true);
        assertThat(plan.diskBytes()).isEqualTo(new Bytes(125_000_000));
        assertThat(plan.bytes()).isGreaterThanOrEqualTo(bare.bytes().plus(plan.diskBytes()));
        assertThat(plan.copy()).isGreaterThan(bare.copy().plusSeconds(1));
        assertThat(plan.blackout()).isEqualTo(bare.blackout());
    }

    @Test
    void learnsFromWhatSwitchoversTook() {
        List<Duration> quick = Collections.nCopies(9, Duration.ofMillis(12));
        assertThat(Experience.of(quick, Experience.NONE)).isEqualTo(Experience.NONE);
        List<Duration> enough = new ArrayList<>(quick);
        enough.add(Duration.ofMillis(20));
        assertThat(Experience.of(enough, Experience.NONE))
                .isEqualTo(new Experience(Duration.ofMillis(12), Duration.ofMillis(28)));
    }

    @Test
    void refusesABlackoutThatIsShorterThanTheWay() {
        MigrationPlan plan = planner.plan(MEMORY, Bytes.ZERO, IDLE, OCEAN, true);
        Bounds wished = new Bounds(Optional.of(Duration.ofMillis(60)), Optional.empty());
        assertThatThrownBy(() -> wished.require(plan, OCEAN, Instant.EPOCH))
                .isInstanceOfSatisfying(
                        GridException.class, no -> assertThat(no.code()).isEqualTo(FailureCode.BOUND_IMPOSSIBLE))
                .hasMessageContaining("the way over the path alone takes 87 ms");
    }

    @Test
    void refusesADeadlineThatComesBeforeThePredictedEnd() {
        MigrationPlan plan = planner.plan(MEMORY, Bytes.ZERO, IDLE, OCEAN, true);
        Instant now = Instant.parse("2006-03-01T12:00:00Z");
        Bounds enough = new Bounds(Optional.empty(), Optional.of(now.plus(plan.total())));
        enough.require(plan, OCEAN, now);
        Bounds tight =
                new Bounds(Optional.empty(), Optional.of(now.plus(plan.total()).minusMillis(1)));
        assertFails(FailureCode.BOUND_IMPOSSIBLE, () -> tight.require(plan, OCEAN, now));
    }

    @Test
    void allowsForAnUnfinishedBurstBeforeTheStateOfAGuestThatIsSwitchedEarly() {
        Bytes memory = new Bytes(200 << 20);
        Blackout early = planner.plan(memory, Bytes.ZERO, new DirtyCurve(60e6, 0.5, 0), OCEAN, true)
                .blackout();
        Blackout converged = planner.plan(memory, Bytes.ZERO, new DirtyCurve(0, 1, 1e6), OCEAN, true)
                .blackout();
        assertThat(early.expected().minus(converged.expected())).isEqualTo(Duration.ofMillis(14));
        assertThat(early.bound().minus(converged.bound())).isEqualTo(Duration.ofMillis(60));
    }

    @Property
    void promisesNothingThatLightForbidsAndNoLessThanItExpects(
            @ForAll @LongRange(min = 0, max = 1L << 42) long memory,
            @ForAll @LongRange(min = 1_000, max = 400_000_000_000L) long bitsPerSecond,
            @ForAll @LongRange(min = 1, max = 2_000_000) long roundTripMicros,
            @ForAll @DoubleRange(min = 0, max = 1e11) double hot,
            @ForAll @DoubleRange(min = 0.01, max = 60) double hotSeconds,
            @ForAll @DoubleRange(min = 0, max = 1e11) double steady,
            @ForAll boolean postCopy) {
        PathMeasure path = new PathMeasure(new Bandwidth(bitsPerSecond), Duration.ofNanos(roundTripMicros * 1_000));
        MigrationPlan plan =
                planner.plan(new Bytes(memory), Bytes.ZERO, new DirtyCurve(hot, hotSeconds, steady), path, postCopy);
        Duration floor = postCopy ? path.oneWay() : path.oneWay().multipliedBy(3);
        assertThat(plan.blackout().expected()).isGreaterThan(floor);
        assertThat(plan.blackout().bound())
                .isGreaterThanOrEqualTo(plan.blackout().expected());
        assertThat(plan.bytes().value()).isGreaterThanOrEqualTo(memory);
        assertThat(plan.total()).isGreaterThan(plan.copy());
        assertThat(plan.passes()).isBetween(1, 25);
        if (postCopy) {
            assertThat(plan.blackout().bound())
                    .as("no worse than of a guest of which nothing is known")
                    .isLessThanOrEqualTo(planner.blackout(path, true).bound());
        }
    }

    @Property
    void promisesNoMoreOverAWiderPathAndNoLessOverALongerOne(
            @ForAll @LongRange(min = 1_000, max = 400_000_000_000L) long bitsPerSecond,
            @ForAll @LongRange(min = 0, max = 400_000_000_000L) long wider,
            @ForAll @LongRange(min = 1, max = 2_000_000) long roundTripMicros,
            @ForAll @LongRange(min = 0, max = 2_000_000) long longer,
            @ForAll boolean postCopy) {
        Duration roundTrip = Duration.ofNanos(roundTripMicros * 1_000);
        Duration bound = bound(bitsPerSecond, roundTrip, postCopy);
        assertThat(bound(bitsPerSecond + wider, roundTrip, postCopy)).isLessThanOrEqualTo(bound);
        assertThat(bound(bitsPerSecond, roundTrip.plusNanos(longer * 1_000), postCopy))
                .isGreaterThanOrEqualTo(bound);
    }

    private Duration bound(long bitsPerSecond, Duration roundTrip, boolean postCopy) {
        return planner.blackout(new PathMeasure(new Bandwidth(bitsPerSecond), roundTrip), postCopy)
                .bound();
    }
}
