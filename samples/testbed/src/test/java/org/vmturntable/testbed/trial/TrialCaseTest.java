package org.vmturntable.testbed.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrialCaseTest {
    private static final List<TrialStep> STEPS = List.copyOf(EnumSet.allOf(TrialStep.class));
    private static final List<TrialFault> FAULTS = List.copyOf(EnumSet.allOf(TrialFault.class));

    @Test
    void everyStepIsMetByEveryFaultThatThereCanBeThen() {
        List<TrialCase> cases = TrialCase.of(STEPS, FAULTS, true);
        assertThat(cases)
                .contains(
                        new TrialCase(TrialStep.STOPPED, TrialFault.CUT_STAYS),
                        new TrialCase(TrialStep.ROOM_HELD, TrialFault.DESTINATION_CONTAINER),
                        new TrialCase(TrialStep.AUTHORISED, TrialFault.CUT),
                        new TrialCase(TrialStep.SETTLED, TrialFault.DESTINATION_QEMU),
                        new TrialCase(TrialStep.RESERVED, TrialFault.SOURCE_QEMU))
                .doesNotContain(
                        new TrialCase(TrialStep.RESERVED, TrialFault.CUT_STAYS),
                        new TrialCase(TrialStep.RESERVED, TrialFault.DESTINATION_QEMU),
                        new TrialCase(TrialStep.SETTLED, TrialFault.SOURCE_QEMU))
                .doesNotHaveDuplicates();
    }

    @Test
    void aGuestWithoutADiskHasNoStepOfItsDisks() {
        assertThat(TrialCase.of(STEPS, FAULTS, false)).noneMatch(trial -> trial.step() == TrialStep.DISKS);
    }

    @Test
    void theSameSeedPicksTheSameCases() {
        List<TrialCase> cases = TrialCase.of(STEPS, FAULTS, true);
        assertThat(TrialCase.pick(cases, 3, new Random(42)))
                .isEqualTo(TrialCase.pick(cases, 3, new Random(42)))
                .hasSize(3)
                .doesNotHaveDuplicates();
    }
}
