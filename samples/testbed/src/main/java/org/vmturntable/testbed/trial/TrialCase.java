package org.vmturntable.testbed.trial;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** One thing that fails at one moment. */
record TrialCase(TrialStep step, TrialFault fault) {
    /**
     * Every case there can be of these, moment after moment.
     *
     * @param disk the guest has one
     */
    static List<TrialCase> of(List<TrialStep> steps, List<TrialFault> faults, boolean disk) {
        List<TrialCase> cases = new ArrayList<>();
        for (TrialStep step : steps) {
            faults.stream()
                    .filter(fault -> fault.isPossibleAt(step) && (disk || step != TrialStep.DISKS))
                    .map(fault -> new TrialCase(step, fault))
                    .forEach(cases::add);
        }
        return cases;
    }

    /** So many of them by lot, none twice. */
    static List<TrialCase> pick(List<TrialCase> cases, int count, Random random) {
        List<TrialCase> shuffled = new ArrayList<>(cases);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, Math.min(count, shuffled.size()));
    }

    String name() {
        return step + "/" + fault;
    }
}
