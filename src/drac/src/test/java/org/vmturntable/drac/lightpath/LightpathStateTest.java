package org.vmturntable.drac.lightpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.vmturntable.drac.lightpath.LightpathBench.HOLDER;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.FailureCode;

class LightpathStateTest {
    private static final Duration WHOLE_WINDOW = Duration.ofMinutes(11);

    private final Set<String> taken = new HashSet<>();

    @Test
    void everyMoveOfTheTableIsTaken() {
        reserveAndRelease();
        reserveAndForget();
        provisionAndRelease();
        provisionAndForget();
        provisionWithARefusal();
        strandedByUndoing();
        strandedByReleasing();
        endedWhileItsStoreWasDead(false);
        endedWhileItsStoreWasDead(true);
        endedWhileUndoing(false);
        endedWhileUndoing(true);
        refused();
        List<String> never = new ArrayList<>();
        LightpathState.MOVES.moves().forEach((from, row) -> row.forEach((signal, to) -> never.add(from + " -> " + to)));
        never.removeAll(taken);
        assertThat(never).isEmpty();
    }

    private void reserveAndRelease() {
        LightpathBench bench = watched();
        bench.service.release(bench.reserved().id(), HOLDER);
    }

    private void reserveAndForget() {
        LightpathBench bench = watched();
        bench.reserved();
        bench.time.pass(WHOLE_WINDOW);
    }

    private void provisionAndRelease() {
        LightpathBench bench = watched();
        Lightpath reserved = bench.extended(bench.reserved(), WHOLE_WINDOW);
        Lightpath provisioned = bench.service.provision(reserved.id(), HOLDER);
        bench.service.release(
                bench.extended(provisioned, WHOLE_WINDOW.multipliedBy(2)).id(), HOLDER);
    }

    private void provisionAndForget() {
        LightpathBench bench = watched();
        bench.provisioned();
        bench.time.pass(WHOLE_WINDOW);
    }

    private void provisionWithARefusal() {
        LightpathBench bench = watched();
        Lightpath lightpath = bench.reserved();
        bench.chicago.failWith(FailureCode.ELEMENT_REFUSED);
        bench.chicago.healAfterCalls(1);
        die(bench, lightpath);
    }

    private void strandedByUndoing() {
        LightpathBench bench = watched();
        Lightpath lightpath = bench.reserved();
        bench.chicago.failWith(FailureCode.ELEMENT_UNREACHABLE);
        die(bench, lightpath);
        bench.chicago.heal();
        bench.time.pass(WHOLE_WINDOW);
    }

    private void strandedByReleasing() {
        LightpathBench bench = watched();
        Lightpath lightpath = bench.provisioned();
        bench.chicago.failWith(FailureCode.ELEMENT_UNREACHABLE);
        bench.service.release(lightpath.id(), HOLDER);
    }

    private void endedWhileItsStoreWasDead(boolean byWindow) {
        LightpathBench bench = watched();
        Lightpath lightpath = bench.reserved();
        bench.store.dieAfterWrites(1);
        die(bench, lightpath);
        bench.store.revive();
        end(bench, lightpath, byWindow);
    }

    private void endedWhileUndoing(boolean byWindow) {
        LightpathBench bench = watched();
        Lightpath lightpath = bench.reserved();
        bench.chicago.failWith(FailureCode.ELEMENT_REFUSED);
        bench.store.dieAfterWrites(2);
        die(bench, lightpath);
        bench.store.revive();
        bench.chicago.heal();
        end(bench, lightpath, byWindow);
    }

    private void refused() {
        LightpathBench bench = watched();
        bench.tokens.loseAnswers(true);
        assertThat(catchThrowable(bench::reserved)).isNotNull();
    }

    private static void end(LightpathBench bench, Lightpath lightpath, boolean byWindow) {
        if (byWindow) {
            bench.time.pass(WHOLE_WINDOW);
        } else {
            bench.service.release(lightpath.id(), HOLDER);
        }
    }

    private static void die(LightpathBench bench, Lightpath lightpath) {
        assertThat(catchThrowable(() -> bench.service.provision(lightpath.id(), HOLDER)))
                .isNotNull();
    }

    private LightpathBench watched() {
        LightpathBench bench = new LightpathBench();
        bench.service.listen(new Recorder());
        return bench;
    }

    private final class Recorder implements LightpathListener {
        private LightpathState last = LightpathState.MOVES.start();

        @Override
        public void changed(Lightpath now) {
            taken.add(last + " -> " + now.state());
            last = now.state();
        }
    }
}
