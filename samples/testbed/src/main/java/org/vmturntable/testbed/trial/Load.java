package org.vmturntable.testbed.trial;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmturntable.testbed.demo.probe.DiskHealth;
import org.vmturntable.testbed.demo.probe.GuestHealth;
import org.vmturntable.testbed.demo.probe.GuestOrders;

/** What the guest does while it moves: it rewrites memory, writes to its disk if it has one, and counts on its serial port. */
final class Load {
    /** 25 MB a second, all over 60 MB. */
    private static final String MEMORY = "load 6103 14648";
    /** So much that the disks' first round lasts: 30 MB a second, one block after the other. */
    private static final String BURST = "disk start 30000 sequential";

    private static final String DISK = "disk start 2000";
    private static final Duration BURST_LASTS = Duration.ofSeconds(2);

    private final GuestOrders guest;
    private final boolean disk;

    Load(GuestOrders guest, boolean disk) {
        this.guest = guest;
        this.disk = disk;
    }

    /**
     * Begins, after the guest has written enough for a first round that lasts.
     *
     * @return how many writes to its disk are flushed, whatever becomes of it; 0 without one
     */
    long begin() throws IOException, InterruptedException {
        guest.give(List.of(Ticks.ORDER, MEMORY));
        if (!disk) {
            return 0;
        }
        guest.give(List.of(BURST));
        Thread.sleep(BURST_LASTS.toMillis());
        long flushed = guest.stopWriting();
        guest.give(List.of(DISK));
        return flushed;
    }

    /** Goes on as after {@link #begin} in a guest that was started again. */
    void resume() {
        guest.give(disk ? List.of(Ticks.ORDER, MEMORY, DISK) : List.of(Ticks.ORDER, MEMORY));
    }

    /** What the guest finds wrong with its memory and its disk, in sentences; empty if nothing. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        try {
            GuestHealth memory = guest.memory();
            complaint(memory.faithful(), memory.sentence()).ifPresent(complaints::add);
            if (disk) {
                DiskHealth blocks = guest.disk(DiskHealth.ORDER);
                complaint(blocks.faithful(), blocks.sentence()).ifPresent(complaints::add);
            }
        } catch (IOException silent) {
            complaints.add("the guest cannot be asked about itself: " + silent.getMessage());
        }
        return complaints;
    }

    private static Optional<String> complaint(boolean faithful, String sentence) {
        return faithful ? Optional.empty() : Optional.of("the guest says: " + sentence);
    }
}
