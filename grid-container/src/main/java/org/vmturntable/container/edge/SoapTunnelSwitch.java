package org.vmturntable.container.edge;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.vmturntable.container.peer.Peers;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.edge.TunnelSwitch;
import org.vmturntable.traffic.guest.Guest;

/** Moves the point where a machine's traffic enters, at every edge that this site was told of. */
public final class SoapTunnelSwitch implements TunnelSwitch {
    private final SiteId here;
    private final List<SiteId> edges;
    private final EdgeCalls calls;
    private final Function<VmId, Optional<Guest>> guests;

    /** @param guests the guest as it was when it began to move: it is no longer here when its traffic is to follow */
    public SoapTunnelSwitch(SiteId here, List<SiteId> edges, Peers peers, Function<VmId, Optional<Guest>> guests) {
        this.here = here;
        this.edges = List.copyOf(edges);
        this.calls = new EdgeCalls(peers);
        this.guests = guests;
    }

    @Override
    public void move(VmId vm, SiteId to, long epoch) {
        edges.forEach(edge -> move(edge, vm, to, epoch));
    }

    private void move(SiteId edge, VmId vm, SiteId to, long epoch) {
        try {
            calls.move(edge, vm, to, epoch);
        } catch (GridException refused) {
            if (refused.code() == FailureCode.ATTACHMENT_UNKNOWN) {
                // The edge has never heard of the machine: it begins with where the machine is now.
                attach(edge, vm, to, epoch);
            } else if (refused.code() == FailureCode.EPOCH_SKIPPED && !to.equals(here)) {
                // The edge was away while moves from here failed: it is told of those first.
                attach(edge, vm, here, epoch - 1);
                calls.move(edge, vm, to, epoch);
            } else {
                throw refused;
            }
        }
    }

    private void attach(SiteId edge, VmId vm, SiteId at, long epoch) {
        guests.apply(vm).filter(EdgeCalls::canBeAttached).ifPresent(guest -> calls.attach(edge, guest, at, epoch));
    }
}
