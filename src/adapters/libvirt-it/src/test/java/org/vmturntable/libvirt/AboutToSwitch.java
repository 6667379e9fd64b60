package org.vmturntable.libvirt;

import org.vmturntable.traffic.guest.MoveListener;
import org.vmturntable.traffic.guest.MoveProgress;

/** Counts how often it is asked before a switch, and then does something. */
final class AboutToSwitch implements MoveListener {
    private final Runnable action;
    int asked;

    AboutToSwitch(Runnable action) {
        this.action = action;
    }

    @Override
    public void progressed(MoveProgress progress) {}

    @Override
    public void aboutToSwitch() {
        asked++;
        action.run();
    }
}
