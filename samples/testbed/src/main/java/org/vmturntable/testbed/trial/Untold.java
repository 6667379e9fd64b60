package org.vmturntable.testbed.trial;

import java.util.ArrayList;
import java.util.List;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.MigrationState;

/** What a migration that did not arrive leaves its operator to guess. */
final class Untold {
    private Untold() {}

    /** In sentences; empty if it says all. */
    static List<String> of(Migration end) {
        List<String> findings = new ArrayList<>();
        boolean stranded = end.state() == MigrationState.STRANDED;
        boolean inVain = stranded || end.state() == MigrationState.ROLLED_BACK;
        if (inVain && end.failure().filter(why -> !why.sentence().isBlank()).isEmpty()) {
            findings.add("the migration is " + end.state() + ", and does not say why");
        }
        if (stranded && end.advice().filter(advice -> !advice.isBlank()).isEmpty()) {
            findings.add("the migration is stranded, and does not say what to do");
        }
        return findings;
    }
}
