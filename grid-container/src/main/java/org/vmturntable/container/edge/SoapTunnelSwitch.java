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
    public void bicast(VmId vm, SiteId to, long epoch) {
        edges.forEach(edge -> order(edge, vm, epoch, () -> calls.bicast(edge, vm, to, epoch)));
    }

    @Override
    public void move(VmId vm, SiteId to, long epoch) {
        edges.forEach(edge -> {
            if (to.equals(here)) {
                lead(edge, vm, epoch);
            } else {
                order(edge, vm, epoch, () -> calls.move(edge, vm, to, epoch));
            }
        });
    }

    /** Traffic that comes here: an edge that has never heard of the machine begins with that. */
    private void lead(SiteId edge, VmId vm, long epoch) {
        try {
            calls.move(edge, vm, here, epoch);
        } catch (GridException refused) {
            if (refused.code() != FailureCode.ATTACHMENT_UNKNOWN) {
                throw refused;
            }
            attach(edge, vm, epoch, () -> {});
        }
    }

    /** Traffic that leaves here: an edge that was away while moves failed, or never heard of the machine, is first told that it is here. */
    private void order(SiteId edge, VmId vm, long epoch, Runnable order) {
        try {
            order.run();
        } catch (GridException refused) {
            if (refused.code() != FailureCode.EPOCH_SKIPPED && refused.code() != FailureCode.ATTACHMENT_UNKNOWN) {
                throw refused;
            }
            attach(edge, vm, epoch - 1, order);
        }
    }

    /** Does nothing for a machine that nobody can be led to. */
    private void attach(SiteId edge, VmId vm, long epoch, Runnable then) {
        guests.apply(vm).filter(EdgeCalls::canBeAttached).ifPresent(guest -> {
            calls.attach(edge, guest, here, epoch);
            then.run();
        });
    }
}
