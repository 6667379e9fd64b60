package org.vmturntable.cli.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vmturntable.cli.grid.Failure;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.MigrationState;

/** Failures and states in sentences. */
public final class Words {
    private Words() {}

    /** {@code ROLLED_BACK} as {@code rolled back}. */
    public static String of(Enum<?> constant) {
        return of(constant.name());
    }

    public static String of(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The sentence with its code, then one line for each cause, then the way out. */
    public static List<String> failure(Failure failure) {
        List<String> lines = new ArrayList<>(told(failure));
        lines.add(wayOut(failure));
        return lines;
    }

    /** As {@link #failure} without the way out: for a failure that is history. */
    public static List<String> told(Failure failure) {
        List<String> lines = new ArrayList<>();
        lines.add(failure.sentence() + " [" + failure.code() + "]");
        for (Failure.Cause cause : failure.causes()) {
            lines.add("  because: " + cause.told());
        }
        return lines;
    }

    private static String wayOut(Failure failure) {
        return switch (failure.kind()) {
            case INVALID_REQUEST -> "Change the request: " + help();
            case NOT_AUTHORISED ->
                "Check the identity in your profile (--config), and ask the site's operator which rights it has.";
            case UNKNOWN_RESOURCE -> "See what there is: turntable vm list, lightpath list or site list.";
            case BUSY ->
                failure.retryHelps()
                        ? "Wait until it is free (turntable vm watch VM), then try again."
                        : "See how it stands: turntable vm show VM.";
            case NO_CAPACITY ->
                failure.retryHelps()
                        ? "Try again later, or ask for less (--bandwidth); turntable site list shows the room."
                        : "Ask for less (--bandwidth) or for another destination; turntable site list shows the room.";
            case EXTERNAL ->
                failure.retryHelps()
                        ? "Nothing stays held; try again, and if it lasts, tell the site's operator the code."
                        : "Tell the site's operator the code and the time.";
            case UNREACHABLE ->
                "Check the site's address in your profile and your way there; the site may be starting: try again.";
            case INTERNAL -> "This is a defect: tell the site's operator the code and the time.";
        };
    }

    private static String help() {
        return "--help shows what each verb takes, with an example.";
    }

    /** What became of an ended migration, in one sentence. */
    public static String outcome(Migration migration) {
        String move = "The migration from " + migration.from() + " to " + migration.to();
        if (migration.state() == MigrationState.COMPLETED) {
            return move + " is complete: blackout "
                    + Amounts.millis(migration.figures().blackoutMillis()) + ", in all "
                    + Amounts.millis(migration.figures().totalMillis()) + ", "
                    + Amounts.megabytes(migration.progress().bytesMoved()) + " moved.";
        }
        return migration.state() == MigrationState.ROLLED_BACK
                ? move + " was undone; the machine runs on at " + migration.from() + "."
                : move + " is stranded: something is still held and needs an operator.";
    }
}
