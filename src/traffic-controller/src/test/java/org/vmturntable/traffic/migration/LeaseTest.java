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
    private final Lease lease = Lease.usual(TEN_MINUTES);

    @Test
    void lastsForThreePassesOfTheMemoryAndTwoMinutesForAllElse() {
        // 1 GiB is 8.59 Gbit
        assertThat(lease.of(Bytes.ofMebibytes(1024), GIGABIT)).isEqualTo(Duration.ofSeconds(120 + 26));
    }

    @Test
    void refusesWhatMayTakeLongerThanIsGrantedAndSaysWhatWouldDo() {
        Bytes memory = Bytes.ofMebibytes(64 * 1024);
        GridException refused = catchThrowableOfType(GridException.class, () -> lease.of(memory, GIGABIT));
        assertThat(refused.code()).isEqualTo(FailureCode.COPY_TOO_LONG);
        assertThat(refused).hasMessageContaining("65536 MiB").hasMessageContaining("600 s at most");
        long least = Long.parseLong(refused.details().get("leastBitsPerSecond"));
        assertThat(lease.of(memory, new Bandwidth(least))).isEqualTo(TEN_MINUTES);
        assertThat(granted(memory, new Bandwidth(least - 10))).isEmpty();
    }

    @Test
    void lastsForAPlannedCopyAndAFifthMoreAndTwoMinutesForAllElse() {
        assertThat(lease.of(planOf(Duration.ofSeconds(100)))).isEqualTo(Duration.ofSeconds(241));
        assertFails(FailureCode.COPY_TOO_LONG, () -> lease.of(planOf(Duration.ofSeconds(400))));
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
        assertThatThrownBy(() -> new Lease(1, TEN_MINUTES, Duration.ZERO, TEN_MINUTES))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void isGrantedExactlyToWhatFits(
            @ForAll @LongRange(min = 0) long bytes, @ForAll @LongRange(min = 1) long bitsPerSecond) {
        BigInteger bits = BigInteger.valueOf(bytes).multiply(BigInteger.valueOf(8L * lease.passes()));
        BigDecimal copying = new BigDecimal(bits)
                .divide(BigDecimal.valueOf(bitsPerSecond), 0, RoundingMode.CEILING)
                .add(BigDecimal.valueOf(lease.beside().toSeconds()));
        boolean fits = copying.compareTo(BigDecimal.valueOf(TEN_MINUTES.toSeconds())) <= 0;
        Optional<Duration> granted = granted(new Bytes(bytes), new Bandwidth(bitsPerSecond));
        assertThat(granted)
                .isEqualTo(fits ? Optional.of(Duration.ofSeconds(copying.longValueExact())) : Optional.empty());
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
