package org.vmturntable.traffic.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.traffic.guest.DirtySample;

/**
 * What a copy itself shows of its guest: when a pass begins, what is left is what was written during the one before. Exact, where a
 * look from outside samples pages; and of just those times that matter.
 */
public final class PassLog {
    private final List<DirtySample> written = new ArrayList<>();
    private int pass;
    private Instant began = Instant.MIN;

    /**
     * To be told of a copy's progress, best often: the beginning of a pass is taken to be when it was first told of.
     *
     * @param number of the pass, from 1
     * @param left of it
     * @return true if this is the beginning of the second pass or a later one
     */
    public synchronized boolean begins(int number, Bytes left, Instant now) {
        if (number <= pass) {
            return false;
        }
        boolean follows = pass > 0 && number == pass + 1 && began.isBefore(now);
        if (follows) {
            written.add(new DirtySample(Duration.between(began, now), left));
        }
        pass = number;
        began = now;
        return follows;
    }

    /** In the order of the passes. */
    public synchronized List<DirtySample> written() {
        return List.copyOf(written);
    }
}
