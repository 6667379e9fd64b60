package org.vmturntable.drac.lightpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.vmturntable.drac.lightpath.LightpathBench.HOLDER;
import static org.vmturntable.kernel.Failures.assertFails;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.MigrationId;

class LightpathRecoveryTest {
    private final LightpathBench bench = new LightpathBench();
    private final MigrationId reservation = MigrationId.random();

    /** A whole life is stored in six writes; the process dies at each of them and is started again. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void leavesNothingHalfDoneWhereverItWasKilled(int writes) {
        bench.store.dieAfterWrites(writes);
        Throwable death = catchThrowable(this::wholeLife);
        assertThat(death == null).isEqualTo(writes >= 6);
        bench.store.revive();

        bench.start();
        for (Lightpath held : bench.store.holding()) {
            assertThat(held.state()).isIn(LightpathState.RESERVED, LightpathState.PROVISIONED);
            assertThat(bench.isConnected(held)).isEqualTo(held.state() == LightpathState.PROVISIONED);
        }
        bench.service.releaseAllOf(reservation, HOLDER);
        bench.assertNothingHeld();
    }

    private void wholeLife() {
        Lightpath lightpath = bench.service.reserve(bench.request(reservation));
        bench.service.provision(lightpath.id(), HOLDER);
        bench.service.release(lightpath.id(), HOLDER);
    }

    @Test
    void asksTheIssuerAgainForTheUseThatWasInterrupted() {
        bench.store.dieAfterWrites(1);
        assertThat(catchThrowable(() -> bench.service.reserve(bench.request(reservation))))
                .isNotNull();
        bench.store.revive();
        bench.start();
        assertThat(bench.service.reserve(bench.request(reservation)).state()).isEqualTo(LightpathState.RESERVED);
    }

    @Test
    void remembersWhatIsBooked() {
        bench.reserved();
        bench.start();
        assertFails(FailureCode.PORT_IN_USE, () -> bench.service.reserve(bench.request(reservation)));
    }

    @Test
    void connectsAgainWhatAnElementForgot() {
        Lightpath lightpath = bench.provisioned();
        bench.chicago.forget();
        bench.start();
        assertThat(bench.isConnected(lightpath)).isTrue();
    }

    @Test
    void keepsALightpathThatItCannotVerify() {
        Lightpath lightpath = bench.provisioned();
        bench.chicago.failWith(FailureCode.ELEMENT_UNREACHABLE);
        bench.start();
        assertThat(bench.state(lightpath)).isEqualTo(LightpathState.PROVISIONED);
    }

    @Test
    void endsWhatShouldHaveEndedWhileItWasDown() {
        Lightpath used = bench.provisioned();
        LightpathBench restarted = bench;
        restarted.time.forget();
        restarted.time.pass(Duration.ofMinutes(20));
        restarted.start();
        restarted.time.pass(Duration.ofSeconds(1));
        assertThat(restarted.state(used)).isEqualTo(LightpathState.RELEASED);
        restarted.assertNothingHeld();
    }

    @Test
    void goesOnCleaningWhatWasStranded() {
        Lightpath lightpath = bench.provisioned();
        bench.chicago.failWith(FailureCode.ELEMENT_UNREACHABLE);
        bench.service.release(lightpath.id(), HOLDER);
        bench.time.forget();
        bench.start();
        assertThat(bench.state(lightpath)).isEqualTo(LightpathState.STRANDED);
        bench.chicago.heal();
        bench.time.pass(Duration.ofSeconds(3));
        assertThat(bench.state(lightpath)).isEqualTo(LightpathState.RELEASED);
        bench.assertNothingHeld();
    }

    @Test
    void undoesWhatWasStrandedWhileBeingUndone() {
        Lightpath lightpath = bench.reserved();
        bench.chicago.failWith(FailureCode.ELEMENT_REFUSED);
        bench.store.dieAfterWrites(2);
        assertThat(catchThrowable(() -> bench.service.provision(lightpath.id(), HOLDER)))
                .isNotNull();
        assertThat(bench.store.holding()).extracting(Lightpath::state).containsExactly(LightpathState.UNDOING);
        bench.store.revive();
        bench.chicago.heal();
        bench.start();
        assertThat(bench.state(lightpath)).isEqualTo(LightpathState.RESERVED);
        assertThat(bench.allClean()).isTrue();
    }
}
