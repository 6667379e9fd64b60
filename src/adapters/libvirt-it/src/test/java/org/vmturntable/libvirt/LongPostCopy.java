package org.vmturntable.libvirt;

import java.util.concurrent.atomic.AtomicBoolean;
import org.vmturntable.traffic.guest.MoveListener;
import org.vmturntable.traffic.guest.MoveProgress;

/**
 * Cuts the path as soon as a guest runs at its destination, and then does something while some of its memory is still at its source.
 * A slow path is not enough: the destination asks for the pages that the guest touches, and those go at full speed, so that all of
 * them could have arrived before anybody has done anything.
 */
final class LongPostCopy implements MoveListener {
    private final TwoSites sites;
    private final Runnable action;
    private final AtomicBoolean resumed = new AtomicBoolean();
    private volatile boolean cut;
    private volatile boolean done;

    /** @param action that also mends the path, where it is to be mended; done again if it throws an IllegalStateException */
    LongPostCopy(TwoSites sites, LibvirtGuestMover destination, Runnable action) {
        this.sites = sites;
        this.action = action;
        destination.onResumed(vm -> {
            if (!resumed.getAndSet(true)) {
                sites.cutPath();
                cut = true;
            }
        });
    }

    @Override
    public void aboutToSwitch() {
        sites.virsh(TwoSites.A, "migrate-setspeed", "--postcopy", TinyGuest.NAME, "1");
    }

    @Override
    public void progressed(MoveProgress progress) {
        if (progress.phase() == MoveProgress.Phase.POST_COPY && cut && !done) {
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
