package org.vmturntable.traffic.edge;

import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;

/** Every edge through which VMs' traffic enters. Calls may cross the ocean and block for it. */
public interface TunnelSwitch {
    /**
     * Lets the VM's traffic enter also at the site where it is about to resume, at every edge that serves the VM, until {@link #move}
     * says where it is. To be called by the site where it is. Idempotent under the epoch.
     *
     * @param epoch that of the move which is under way
     * @throws org.vmturntable.kernel.GridException {@code TUNNEL_REFUSED}, {@code STALE_EPOCH}, {@code SITE_UNREACHABLE}
     */
    void bicast(VmId vm, SiteId to, long epoch);

    /**
     * Lets the VM's traffic enter at this site from now on, at every edge that serves the VM. Idempotent under the epoch.
     *
     * @param epoch counts the VM's moves; an edge refuses one older than what it has seen
     * @throws org.vmturntable.kernel.GridException {@code TUNNEL_REFUSED}, {@code STALE_EPOCH}, {@code SITE_UNREACHABLE}
     */
    void move(VmId vm, SiteId to, long epoch);
}
