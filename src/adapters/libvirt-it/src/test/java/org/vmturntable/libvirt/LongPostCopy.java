package org.vmturntable.libvirt;

import org.vmturntable.traffic.guest.MoveListener;
import org.vmturntable.traffic.guest.MoveProgress;

/**
 * Does something once while some of a guest's memory is still at its source: for that, what follows the guest crawls. At full speed
 * all of it could have been sent before anybody has done anything.
 */
final class LongPostCopy implements MoveListener {
    private final TwoSites sites;
    private final Runnable action;
    private volatile boolean done;

    LongPostCopy(TwoSites sites, Runnable action) {
        this.sites = sites;
        this.action = action;
    }

    @Override
    public void aboutToSwitch() {
        sites.virsh(TwoSites.A, "migrate-setspeed", "--postcopy", TinyGuest.NAME, "1");
    }

    @Override
    public void progressed(MoveProgress progress) {
        if (progress.phase() == MoveProgress.Phase.POST_COPY && !done) {
            done = isTaken();
        }
    }

    /** Just after the stop QEMU takes no orders yet that are for post-copy alone: they are given again with the next progress. */
    private boolean isTaken() {
        try {
            action.run();
            return true;
        } catch (IllegalStateException refused) {
            return false;
        }
    }

    /** True once it has been done. */
    boolean isDone() {
        return done;
    }
}
