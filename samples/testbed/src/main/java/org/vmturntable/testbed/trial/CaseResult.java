package org.vmturntable.testbed.trial;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one case.
 *
 * @param way from where to where the guest was to move
 * @param state in which the migration ended first, before anybody had it taken up again
 * @param place where the guest lives afterwards; empty if nowhere
 * @param crashed the guest's machine was killed, and it was started again
 * @param blackoutMs from the source's STOP to the destination's RESUME; null if it did not get there
 * @param seconds from the order until all is checked
 * @param findings what was not as promised, in sentences
 * @param notes what is worth knowing of a case that held, such as a stranded migration's advice
 */
record CaseResult(
        String step,
        String fault,
        String way,
        String state,
        String place,
        boolean crashed,
        @Nullable Double blackoutMs,
        double seconds,
        List<String> findings,
        List<String> notes) {
    /** How a finding begins that says that something was in the way of the rest of its case. */
    static final String NOT_FOLLOWED = "the case could not be followed to its end";

    /** How a finding begins that says that the guest does not move any more. */
    static final String NEXT = "the next migration";

    CaseResult {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /** One that could not be followed to its end. */
    static CaseResult broken(TrialCase trial, String reason) {
        return new CaseResult(
                trial.step().toString(),
                trial.fault().toString(),
                "",
                "",
                "",
                false,
                null,
                0,
                List.of(NOT_FOLLOWED + ": " + reason),
                List.of());
    }

    /** True if the guest runs, and moved again. */
    boolean canGoOn() {
        return !place.isEmpty()
                && findings.stream().noneMatch(finding -> finding.startsWith(NEXT) || finding.startsWith(NOT_FOLLOWED));
    }

    boolean held() {
        return findings.isEmpty();
    }

    String name() {
        return step + "/" + fault;
    }
}
