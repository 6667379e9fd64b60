package org.vmturntable.testbed.bench.downtime;

import java.util.List;
import org.vmturntable.testbed.bench.BareMove;

/** Who moves the guest. */
enum Tool {
    TURNTABLE("turntable"),
    /** With its defaults. A guest that writes faster than the path would never arrive: after a minute it is suspended. */
    VIRSH("virsh"),
    /** With all that libvirt's manual offers against long blackouts. */
    VIRSH_TUNED("virsh-tuned"),
    /** The guest stands still from beginning to end. */
    NON_LIVE("non-live");

    private final String text;

    Tool(String text) {
        this.text = text;
    }

    /** For {@code virsh migrate}; none for the turntable. */
    List<String> flags() {
        String rate = Integer.toString(BareMove.RATE);
        return switch (this) {
            case TURNTABLE, NON_LIVE -> List.of();
            case VIRSH -> List.of("--live", "--timeout", "60");
            case VIRSH_TUNED ->
                List.of(
                        "--live",
                        "--auto-converge",
                        "--postcopy",
                        "--postcopy-after-precopy",
                        "--bandwidth",
                        rate,
                        "--postcopy-bandwidth",
                        rate);
        };
    }

    /** As reports and the command line have it. */
    @Override
    public String toString() {
        return text;
    }
}
