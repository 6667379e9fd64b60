package org.vmturntable.drac.lightpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.drac.lightpath.LightpathBench.ACROSS;
import static org.vmturntable.drac.lightpath.LightpathBench.HOLDER;
import static org.vmturntable.drac.lightpath.LightpathBench.STRANGER;
import static org.vmturntable.kernel.Failures.assertFails;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.TimeWindow;

/** A lightpath's window, as it is made longer. */
class ExtensionTest {
    /** Of each lightpath at first. */
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final LightpathBench bench = new LightpathBench();

    @Test
    void carriesOnBeyondItsFirstWindowAndEndsByItselfWithTheLonger() {
        Lightpath lightpath = bench.provisioned();
        bench.time.pass(Duration.ofMinutes(8));
        Lightpath longer = bench.extended(lightpath, WINDOW);
        assertThat(longer.state()).isEqualTo(LightpathState.PROVISIONED);
        assertThat(longer.since()).isEqualTo(lightpath.since());
        assertThat(bench.store.find(lightpath.id())).contains(longer);
        bench.time.pass(WINDOW.minusSeconds(1));
        assertThat(bench.isConnected(lightpath)).isTrue();
        bench.time.pass(Duration.ofSeconds(2));
        assertThat(bench.state(lightpath)).isEqualTo(LightpathState.RELEASED);
        bench.assertNothingHeld();
    }

    @Test
    void isExtendedAgainAndAgain() {
        Lightpath lightpath = bench.provisioned();
        for (int i = 0; i < 12; i++) {
            bench.time.pass(Duration.ofMinutes(8));
            Lightpath unused = bench.extended(lightpath, WINDOW);
        }
        assertThat(bench.isConnected(lightpath)).isTrue();
        bench.service.release(lightpath.id(), HOLDER);
        bench.assertNothingHeld();
    }

    @Test
    void anEndThatItHasAlreadyChangesNothing() {
        Lightpath lightpath = bench.provisioned();
        Lightpath longer = bench.extended(lightpath, Duration.ofMinutes(15));
        assertThat(bench.extended(lightpath, Duration.ofMinutes(15))).isEqualTo(longer);
        assertThat(bench.extended(lightpath, Duration.ofMinutes(1))).isEqualTo(longer);
        bench.service.release(lightpath.id(), HOLDER);
        bench.assertNothingHeld();
    }

    @Test
    void lastsAsLongAsBeforeIfTheTimeIsAnothers() {
        Lightpath lightpath = bench.provisioned();
        Instant end = lightpath.terms().window().until();
        Lightpath next = bookedFrom(end);
        assertFails(FailureCode.NO_PATH_IN_WINDOW, () -> bench.extended(lightpath, Duration.ofMinutes(11)));
        assertThat(bench.service.get(lightpath.id())).isEqualTo(lightpath);
        bench.service.release(next.id(), HOLDER);
        assertThat(bench.extended(lightpath, Duration.ofMinutes(11))
                        .terms()
                        .window()
                        .until())
                .isAfter(end);
    }

    private Lightpath bookedFrom(Instant from) {
        LightpathRequest now = bench.request(MigrationId.random(), ACROSS, 900);
        LightpathTerms later = new LightpathTerms(
                now.terms().reservation(),
                now.terms().vm(),
                ACROSS,
                now.terms().bandwidth(),
                TimeWindow.starting(from, WINDOW));
        return bench.service.reserve(new LightpathRequest(later, HOLDER, now.token()));
    }

    @Test
    void isExtendedOnlyForWhoReservedItAndByATokenThatHolds() {
        Lightpath lightpath = bench.provisioned();
        Instant later = bench.time.instant().plus(Duration.ofMinutes(15));
        String token = "token of " + lightpath.terms().reservation();
        assertFails(
                FailureCode.CALLER_NOT_PERMITTED, () -> bench.service.extend(lightpath.id(), STRANGER, token, later));
        bench.tokens.refuse(FailureCode.TOKEN_EXPIRED);
        assertFails(FailureCode.TOKEN_EXPIRED, () -> bench.service.extend(lightpath.id(), HOLDER, token, later));
        assertThat(bench.service.get(lightpath.id())).isEqualTo(lightpath);
    }

    @Test
    void aTokenThatWasUsedForAnotherLightpathExtendsNone() {
        Lightpath lightpath = bench.provisioned();
        bench.service.release(lightpath.id(), HOLDER);
        Lightpath other = bench.reserved();
        String spent = "token of " + lightpath.terms().reservation();
        Instant later = bench.time.instant().plus(Duration.ofMinutes(15));
        assertFails(FailureCode.TOKEN_SPENT, () -> bench.service.extend(other.id(), HOLDER, spent, later));
    }

    @Test
    void oneThatHasEndedIsNotExtended() {
        Lightpath released = bench.provisioned();
        bench.service.release(released.id(), HOLDER);
        assertFails(FailureCode.STATE_FORBIDS, () -> bench.extended(released, WINDOW));
        Lightpath expired = bench.reserved();
        bench.time.pass(WINDOW.plusSeconds(1));
        assertFails(FailureCode.STATE_FORBIDS, () -> bench.extended(expired, WINDOW));
        bench.assertNothingHeld();
    }

    @Test
    void oneThatIsStrandedIsNotExtended() {
        Lightpath lightpath = bench.provisioned();
        bench.chicago.failWith(FailureCode.ELEMENT_UNREACHABLE);
        bench.service.release(lightpath.id(), HOLDER);
        assertFails(FailureCode.STATE_FORBIDS, () -> bench.extended(lightpath, Duration.ofMinutes(15)));
    }

    @Test
    void lastsAsLongAfterARestart() {
        Lightpath lightpath = bench.provisioned();
        Lightpath longer = bench.extended(lightpath, Duration.ofMinutes(15));
        bench.time.forget();
        bench.start();
        bench.time.pass(Duration.ofMinutes(14));
        assertThat(bench.service.get(lightpath.id())).isEqualTo(longer);
        bench.time.pass(Duration.ofMinutes(2));
        assertThat(bench.state(lightpath)).isEqualTo(LightpathState.RELEASED);
    }

    @Test
    void aStoreThatDiesExtendsNothing() {
        Lightpath lightpath = bench.provisioned();
        bench.store.dieAfterWrites(0);
        assertFails(FailureCode.STORE_FAILED, () -> bench.extended(lightpath, Duration.ofMinutes(15)));
        bench.store.revive();
        assertThat(bench.service.get(lightpath.id())).isEqualTo(lightpath);
        bench.time.pass(WINDOW.plusSeconds(1));
        bench.assertNothingHeld();
    }
}
