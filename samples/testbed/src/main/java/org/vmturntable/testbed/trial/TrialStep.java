package org.vmturntable.testbed.trial;

import java.util.Optional;
import org.vmturntable.cli.grid.MigrationState;

/** The moments of a migration at which something is made to fail, in the order in which they come. */
enum TrialStep {
    /** The destination prepares from here on, while the source is authorised and books the lightpath. */
    ROOM_HELD("room-held"),
    AUTHORISED("authorised"),
    RESERVED("reserved"),
    ARRIVAL_PREPARED("arrival-prepared"),
    /** The hypervisors take up with each other while elements are still being switched. */
    COPYING("copying"),
    /** Some of what the guest has written on its disks has left the source. */
    DISKS("disks"),
    /** Some of the memory's first pass has left the source. */
    FIRST_PASS("first-pass"),
    /** The edge sends the guest's traffic both ways, so that the guest is about to stop. */
    BEFORE_SWITCH("before-switch"),
    /** The guest has stopped at the source. */
    STOPPED("stopped"),
    /** The guest runs on at the destination; most of what it has not asked for yet is still at the source. */
    RESUMED("resumed"),
    SWITCHED_OVER("switched-over"),
    TUNNEL_MOVED("tunnel-moved"),
    SETTLED("settled");

    private final String text;

    TrialStep(String text) {
        this.text = text;
    }

    /** The state that begins with it; empty for a moment in the middle of one. */
    Optional<MigrationState> state() {
        boolean inTheMiddle = compareTo(DISKS) >= 0 && compareTo(RESUMED) <= 0;
        return inTheMiddle ? Optional.empty() : Optional.of(MigrationState.valueOf(name()));
    }

    /** True for the moments while the guest is copied. */
    boolean isCopying() {
        return compareTo(COPYING) >= 0 && compareTo(RESUMED) <= 0;
    }

    /** As reports and the command line have it. */
    @Override
    public String toString() {
        return text;
    }
}
