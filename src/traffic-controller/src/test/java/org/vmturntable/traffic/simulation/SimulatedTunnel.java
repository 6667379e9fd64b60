package org.vmturntable.traffic.simulation;

import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.edge.TunnelSwitch;

/** One edge, one VM. */
public final class SimulatedTunnel implements TunnelSwitch {
    private final Chaos chaos;
    private SiteId entry;
    private long epoch;
    private int refusals;

    public SimulatedTunnel(SiteId entry, Chaos chaos) {
        this.entry = entry;
        this.chaos = chaos;
    }

    /** The edge refuses the next so many orders. */
    public void refuse(int times) {
        refusals = times;
    }

    public SiteId entry() {
        return entry;
    }

    @Override
    public void move(VmId vm, SiteId to, long newEpoch) {
        chaos.remote("tunnel", () -> {
            if (refusals > 0) {
                refusals--;
                throw new GridException(FailureCode.TUNNEL_REFUSED, "As the test wants it");
            }
            take(to, newEpoch);
            return true;
        });
    }

    /** The same edge, as another site's process reaches it. */
    public TunnelSwitch fromElsewhere() {
        return (vm, to, newEpoch) -> chaos.elsewhere(() -> {
            take(to, newEpoch);
            return true;
        });
    }

    /** An order that has come. */
    void take(SiteId to, long newEpoch) {
        if (newEpoch < epoch) {
            throw new GridException(FailureCode.STALE_EPOCH, "Seen later ones");
        }
        if (newEpoch == epoch && !to.equals(entry)) {
            throw new GridException(FailureCode.STATE_FORBIDS, "The epoch stands for " + entry);
        }
        epoch = newEpoch;
        entry = to;
    }
}
