package org.vmturntable.testbed.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What came of the cases, for a person. */
final class FaultReport {
    private FaultReport() {}

    static String heading() {
        return String.format(
                Locale.ROOT,
                "%-17s %-22s %-24s %-12s %-10s %9s %6s  %s",
                "STEP",
                "FAULT",
                "WAY",
                "ENDED",
                "GUEST AT",
                "BLACKOUT",
                "TOOK",
                "VERDICT");
    }

    static String line(CaseResult result) {
        return String.format(
                Locale.ROOT,
                "%-17s %-22s %-24s %-12s %-10s %9s %4.0f s  %s",
                result.step(),
                result.fault(),
                result.way(),
                result.state(),
                result.place().isEmpty() ? "nowhere" : result.place(),
                result.blackoutMs() == null
                        ? "-"
                        : String.format(Locale.ROOT, "%.0f ms", Objects.requireNonNull(result.blackoutMs())),
                result.seconds(),
                result.held() ? verdict(result) : "FINDING: " + String.join("; ", result.findings()));
    }

    /** The table of all, then every finding. */
    static List<String> lines(List<CaseResult> results) {
        List<String> lines = new ArrayList<>();
        lines.add(heading());
        results.forEach(result -> lines.add(line(result)));
        long held = results.stream().filter(CaseResult::held).count();
        lines.add(held + " of " + results.size() + " cases held.");
        return lines;
    }

    private static String verdict(CaseResult result) {
        return result.crashed() ? "held (the guest crashed, and was started again from its disk)" : "held";
    }
}
