package org.vmturntable.testbed.demo;

import static java.util.Map.entry;

import java.util.Map;
import org.vmturntable.cli.show.Words;

/** The saga's steps in the words of the demonstration of 2005: its four were token, lightpath, migration, tunnel. */
final class StepTitle {
    private static final Map<String, String> TITLES = Map.ofEntries(
            entry("HOLD_ROOM", "room held at the destination"),
            entry("AUTHORISE", "token from AAA"),
            entry("RESERVE_LIGHTPATH", "lightpath booked by DRAC"),
            entry("SWITCH_ELEMENTS", "optical elements switched"),
            entry("PREPARE_ARRIVAL", "arrival prepared"),
            entry("EXTEND_LEASE", "token, lightpath and room extended"),
            entry("BICAST_TRAFFIC", "traffic sent both ways"),
            entry("MOVE_GUEST", "live migration"),
            entry("MOVE_TUNNEL", "tunnel moved"),
            entry("SETTLE_GUEST", "guest settled"),
            entry("RELEASE_LIGHTPATH", "lightpath released"),
            entry("REVOKE_TOKEN", "token ended"));

    private StepTitle() {}

    /** A step without a title is shown by its own name. */
    static String of(String step) {
        return TITLES.getOrDefault(step, Words.of(step));
    }
}
