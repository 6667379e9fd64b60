package org.vmturntable.testbed.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialLogTest {
    private static final TrialCase CUT = new TrialCase(TrialStep.STOPPED, TrialFault.CUT);
    private static final TrialCase KILL = new TrialCase(TrialStep.STOPPED, TrialFault.SOURCE_GATE);

    @TempDir
    private Path folder;

    @Test
    void aTrialThatGoesOnAfterItsTestbedWasReplacedKnowsWhatHasBeenTried() throws IOException {
        Optional<Path> file = Optional.of(folder.resolve("progress.json"));
        new TrialLog(file).add(result(CUT, List.of("it was lost")));

        TrialLog again = new TrialLog(file);
        assertThat(again.has(CUT)).isTrue();
        assertThat(again.has(KILL)).isFalse();
        again.add(result(KILL, List.of()));
        assertThat(new TrialLog(file).results()).extracting(CaseResult::held).containsExactly(false, true);
    }

    @Test
    void aTrialThatGoesOnAfterItsTestbedWasReplacedPicksTheSameCases() throws IOException {
        Optional<Path> file = Optional.of(folder.resolve("progress.json"));
        assertThat(new TrialLog(file).seed(42)).isEqualTo(42);

        TrialLog again = new TrialLog(file);
        again.add(result(CUT, List.of()));
        assertThat(again.seed(43)).isEqualTo(42);
        assertThat(new TrialLog(file).seed(44)).isEqualTo(42);
    }

    private static CaseResult result(TrialCase trial, List<String> findings) {
        return new CaseResult(
                trial.step().toString(),
                trial.fault().toString(),
                "a -> b",
                "COMPLETED",
                "b",
                false,
                120.5,
                40,
                findings,
                List.of());
    }
}
