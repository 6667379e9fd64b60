package org.vmturntable.traffic.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.vmturntable.kernel.Failures.assertFails;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.traffic.plan.Blackout;
import org.vmturntable.traffic.plan.MigrationPlan;
import org.vmturntable.traffic.plan.Strategy;

class LeaseTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Bandwidth GIGABIT = Bandwidth.ofMegabitsPerSecond(1_000);
    private static final Duration IN_ALL = Duration.ofMinutes(30);
    private static final Instant NOON = Instant.parse("2005-09-26T12:00:00Z");
    private final Lease lease = Lease.usual(TEN_MINUTES, IN_ALL);

    @Test
    void lastsForThreePassesOfTheMemoryAndTwoMinutesForAllElse() {
        // 1 GiB is 8.59 Gbit
        assertThat(lease.of(Bytes.ofMebibytes(1024), GIGABIT)).isEqualTo(Duration.ofSeconds(120 + 26));
    }

    @Test
    void asksForNoMoreAtFirstThanIsGrantedAtATime() {
        assertThat(lease.of(Bytes.ofMebibytes(40 * 1024), GIGABIT)).isEqualTo(TEN_MINUTES);
        assertThat(lease.of(planOf(Duration.ofMinutes(20)))).isEqualTo(TEN_MINUTES);
    }

    @Test
    void refusesWhatMayTakeLongerInAllThanAMigrationMayAndSaysWhatWouldDo() {
        Bytes memory = Bytes.ofMebibytes(128 * 1024);
        GridException refused = catchThrowableOfType(GridException.class, () -> lease.of(memory, GIGABIT));
        assertThat(refused.code()).isEqualTo(FailureCode.COPY_TOO_LONG);
        assertThat(refused).hasMessageContaining("131072 MiB").hasMessageContaining("1800 s at most");
        long least = Long.parseLong(refused.details().get("leastBitsPerSecond"));
        assertThat(lease.of(memory, new Bandwidth(least))).isEqualTo(TEN_MINUTES);
        assertThat(granted(memory, new Bandwidth(least - 10))).isEmpty();
    }

    @Test
    void lastsForAPlannedCopyAndAFifthMoreAndTwoMinutesForAllElse() {
        assertThat(lease.of(planOf(Duration.ofSeconds(100)))).isEqualTo(Duration.ofSeconds(241));
        assertFails(FailureCode.COPY_TOO_LONG, () -> lease.of(planOf(Duration.ofSeconds(1_400))));
    }

    private static MigrationPlan planOf(Duration copy) {
        return new MigrationPlan(
                Strategy.PRECOPY_THEN_POSTCOPY,
                2,
                Bytes.ZERO,
                Bytes.ZERO,
                copy,
                copy.plusSeconds(10),
                new Blackout(Duration.ofMillis(120), Duration.ofMillis(200)),
                Duration.ZERO);
    }

    @Test
    void endsTheCopyBeforeTheLightpathByAnybodysClock() {
        Instant end = Instant.parse("2005-09-26T09:10:00Z");
        assertThat(lease.copyUntil(end)).isEqualTo(end.minusSeconds(30));
    }

    @Test
    void mustLeaveTimeToCopy() {
        assertThatThrownBy(() -> new Lease(1, TEN_MINUTES, Duration.ZERO, TEN_MINUTES, IN_ALL))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Lease.usual(TEN_MINUTES, Duration.ofMinutes(9)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isNotExtendedWhileItSufficesOrMuchOfItIsLeft() {
        Instant end = NOON.plus(TEN_MINUTES);
        assertThat(lease.extension(NOON, end, end.minusSeconds(61), end.minusSeconds(100)))
                .isEmpty();
        assertThat(lease.extension(NOON, end, end.plusSeconds(900), end.minusSeconds(201)))
                .isEmpty();
    }

    @Test
    void isExtendedByWhatTheRestOfTheCopyNeedsButNotByLittleNorByMoreThanIsGranted() {
        Instant end = NOON.plus(TEN_MINUTES);
        Instant now = end.minusSeconds(200);
        assertThat(lease.extension(NOON, end, now.plusSeconds(160), now)).contains(now.plusSeconds(312));
        assertThat(lease.extension(NOON, end, now.plusSeconds(145), now)).contains(now.plusSeconds(300));
        assertThat(lease.extension(NOON, end, now.plusSeconds(900), now)).contains(now.plusSeconds(600));
    }

    @Test
    void isNotExtendedBeyondTheTimeThatAMigrationMayTake() {
        Instant latest = NOON.plus(IN_ALL);
        Instant copyEnd = latest.plusSeconds(900);
        Instant end = latest.minusSeconds(100);
        assertThat(lease.extension(NOON, end, copyEnd, end.minusSeconds(50))).contains(latest);
        assertThat(lease.extension(NOON, latest, copyEnd, latest.minusSeconds(50)))
                .isEmpty();
    }

    @Property
    void isGrantedExactlyToWhatFits(
            @ForAll @LongRange(min = 0) long bytes, @ForAll @LongRange(min = 1) long bitsPerSecond) {
        BigInteger bits = BigInteger.valueOf(bytes).multiply(BigInteger.valueOf(8L * lease.passes()));
        BigDecimal copying = new BigDecimal(bits)
                .divide(BigDecimal.valueOf(bitsPerSecond), 0, RoundingMode.CEILING)
                .add(BigDecimal.valueOf(lease.beside().toSeconds()));
        boolean fits = copying.compareTo(BigDecimal.valueOf(IN_ALL.toSeconds())) <= 0;
        BigDecimal atFirst = copying.min(BigDecimal.valueOf(TEN_MINUTES.toSeconds()));
        Optional<Duration> granted = granted(new Bytes(bytes), new Bandwidth(bitsPerSecond));
        assertThat(granted)
                .isEqualTo(fits ? Optional.of(Duration.ofSeconds(atFirst.longValueExact())) : Optional.empty());
    }

    private Optional<Duration> granted(Bytes memory, Bandwidth bandwidth) {
        try {
            return Optional.of(lease.of(memory, bandwidth));
        } catch (GridException refused) {
            assertThat(refused.code()).isEqualTo(FailureCode.COPY_TOO_LONG);
            return Optional.empty();
        }
    }
}
