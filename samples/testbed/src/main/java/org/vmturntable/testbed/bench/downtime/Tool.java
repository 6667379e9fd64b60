package org.vmturntable.testbed.bench.downtime;

import java.util.List;
import java.util.stream.Stream;
import org.vmturntable.testbed.bench.BareMove;
import org.vmturntable.testbed.guest.GuestDisk;

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
                List.of("--live", "--auto-converge", "--postcopy", "--postcopy-after-precopy", "--bandwidth", rate);
        };
    }

    /**
     * What {@code virsh migrate} needs besides for a disk with an overlay at the destination. Without synchronous writes its mirror
     * never catches up with scattered ones, each of which dirties 64 KiB: plain virsh then suspends the guest, as above.
     */
    List<String> diskFlags() {
        List<String> plain = List.of("--copy-storage-inc", "--migrate-disks", GuestDisk.TARGET);
        return this == VIRSH_TUNED
                ? Stream.concat(plain.stream(), Stream.of("--copy-storage-synchronous-writes"))
                        .toList()
                : plain;
    }

    /** Whether it can be measured with such a guest: with a disk that is being written a non-live move was not seen to end in 200 s. */
    boolean moves(GuestKind guest) {
        return this != NON_LIVE || !guest.hasDisk();
    }

    /** As reports and the command line have it. */
    @Override
    public String toString() {
        return text;
    }
}
