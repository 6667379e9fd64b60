package org.vmturntable.testbed.demo;

import java.util.Map;
import org.vmturntable.cli.show.Words;

/** The saga's steps in the words of the demonstration of 2005: its four were token, lightpath, migration, tunnel. */
final class StepTitle {
    private static final Map<String, String> TITLES = Map.of(
            "HOLD_ROOM", "room held at the destination",
            "AUTHORISE", "token from AAA",
            "RESERVE_LIGHTPATH", "lightpath booked by DRAC",
            "SWITCH_ELEMENTS", "optical elements switched",
            "PREPARE_ARRIVAL", "arrival prepared",
            "MOVE_GUEST", "live migration",
            "MOVE_TUNNEL", "tunnel moved",
            "SETTLE_GUEST", "guest settled",
            "RELEASE_LIGHTPATH", "lightpath released",
            "REVOKE_TOKEN", "token ended");

    private StepTitle() {}

    /** A step without a title is shown by its own name. */
    static String of(String step) {
        return TITLES.getOrDefault(step, Words.of(step));
    }
}
