package org.vmturntable.cli;

import org.vmturntable.cli.grid.FailureKind;
import org.vmturntable.cli.grid.MigrationState;

/** What a script learns from a verb. The numbers stay; each has a line in {@code turntable --help}. */
public enum ExitCode {
    OK(0, "done; for a migration that was waited for: completed"),
    ROLLED_BACK(1, "the migration failed and was undone; the machine runs where it was"),
    USAGE(2, "the command, the profile or the request is wrong"),
    NOT_FOUND(3, "no site knows the machine, migration or lightpath"),
    NOT_AUTHORISED(4, "you lack the right, or the site does not know you"),
    UNREACHABLE(5, "a site could not be reached; what others answered was printed"),
    BUSY(6, "engaged, or not enough room, bandwidth or no path"),
    EXTERNAL(7, "a device, a hypervisor or another site failed"),
    INTERNAL(8, "a defect of the site's software or of this program"),
    STRANDED(9, "the migration could not be undone either: something is still held");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    String meaning() {
        return meaning;
    }

    public static ExitCode of(FailureKind kind) {
        return switch (kind) {
            case INVALID_REQUEST -> USAGE;
            case NOT_AUTHORISED -> NOT_AUTHORISED;
            case UNKNOWN_RESOURCE -> NOT_FOUND;
            case BUSY, NO_CAPACITY -> BUSY;
            case EXTERNAL -> EXTERNAL;
            case UNREACHABLE -> UNREACHABLE;
            case INTERNAL -> INTERNAL;
        };
    }

    /** Of a migration that was followed to its end. */
    public static ExitCode of(MigrationState end) {
        return switch (end) {
            case COMPLETED -> OK;
            case STRANDED -> STRANDED;
            default -> ROLLED_BACK;
        };
    }
}
