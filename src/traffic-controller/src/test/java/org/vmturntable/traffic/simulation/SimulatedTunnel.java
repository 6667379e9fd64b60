package org.vmturntable.traffic.simulation;

import java.util.Optional;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.edge.TunnelSwitch;
import org.vmturntable.traffic.hosting.Landfall;

/** One edge, one VM. */
public final class SimulatedTunnel implements TunnelSwitch {
    private final Chaos chaos;
    private SiteId entry;
    private long epoch;
    private Optional<SiteId> also = Optional.empty();
    private boolean refusesBicast;
    private int refusals;

    public SimulatedTunnel(SiteId entry, Chaos chaos) {
        this.entry = entry;
        this.chaos = chaos;
    }

    /** The edge sends nothing both ways from now on. */
    public void refuseBicast() {
        refusesBicast = true;
    }

    /** The edge refuses the next so many moves. */
    public void refuse(int times) {
        refusals = times;
    }

    public SiteId entry() {
        return entry;
    }

    /** Where the traffic goes besides. */
    public Optional<SiteId> also() {
        return also;
    }

    @Override
    public void bicast(VmId vm, SiteId to, long nextEpoch) {
        chaos.remote("bicast", () -> {
            if (refusesBicast) {
                throw new GridException(FailureCode.TUNNEL_REFUSED, "As the test wants it");
            }
            if (nextEpoch <= epoch) {
                throw new GridException(FailureCode.STALE_EPOCH, "Seen later ones");
            }
            also = Optional.of(to);
            return true;
        });
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
    public Landfall.Lead fromElsewhere() {
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
        also = Optional.empty();
    }
}
