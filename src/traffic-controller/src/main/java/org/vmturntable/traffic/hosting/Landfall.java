package org.vmturntable.traffic.hosting;

import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.GuestMover;

/**
 * Lets a guest's traffic follow the moment it resumes here: the source hears of its arrival only some round trips later, and would
 * lose that time for the guest's clients. The order carries the arrival's epoch, so that the source's own order, which comes
 * after it, changes nothing; and if this one fails, that one does the work. If the move fails after all, the source takes the traffic
 * back in the next epoch.
 */
public final class Landfall {
    private static final Logger LOG = LoggerFactory.getLogger(Landfall.class);

    private final SiteId site;
    private final HostingRoom rooms;
    private final Lead tunnels;
    private final Executor calls;

    /** {@link org.vmturntable.traffic.edge.TunnelSwitch#move}. */
    @FunctionalInterface
    public interface Lead {
        void move(VmId vm, SiteId to, long epoch);
    }

    /** @param calls runs what blocks; must not wait for other work */
    public Landfall(SiteId site, HostingRoom rooms, Lead tunnels, Executor calls) {
        this.site = site;
        this.rooms = rooms;
        this.tunnels = tunnels;
        this.calls = calls;
    }

    /** Begins to listen, and goes on for as long as the hypervisor is connected. */
    public void watch(GuestMover guests) {
        guests.onResumed(vm -> calls.execute(() -> resumed(vm)));
    }

    void resumed(VmId vm) {
        try {
            rooms.expected(vm).ifPresent(hold -> tunnels.move(vm, site, hold.epoch()));
        } catch (GridException e) {
            LOG.warn("The traffic of VM {} does not follow yet; its source will see to it: {}", vm, e.getMessage());
        }
    }
}
