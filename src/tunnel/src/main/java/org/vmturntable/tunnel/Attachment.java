package org.vmturntable.tunnel;

import java.util.Map;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;

/**
 * Says that a VM's traffic enters at a site. The epoch grows with every move of the VM, so that a late order of an earlier
 * migration cannot send the traffic back to a place that the VM has left.
 *
 * @param address the VM's address, the same at every site
 * @param epoch zero or more; the site of the VM counts it up by one for each move that begins
 */
public record Attachment(VmId vm, MacAddress mac, Ipv4Address address, SiteId at, long epoch) {
    public Attachment {
        if (epoch < 0) {
            throw new GridException(
                    FailureCode.AMOUNT_NEGATIVE, "An epoch cannot be negative: " + epoch, Map.of("vm", vm.toString()));
        }
    }

    Attachment movedTo(SiteId site, long newEpoch) {
        return new Attachment(vm, mac, address, site, newEpoch);
    }

    /**
     * Checks that {@code next} may follow this attachment. Elsewhere the traffic goes with exactly the next epoch, so that an order is
     * one migration's; where it is, the epoch may rise by more, for moves that failed are counted too.
     *
     * @throws GridException {@link FailureCode#STALE_EPOCH} if its epoch is older, {@link FailureCode#EPOCH_SKIPPED} if it is not
     *     the next one, {@link FailureCode#STATE_FORBIDS} if it says something else under the same epoch
     */
    void requireMayBecome(Attachment next) {
        requireNotOlder(next);
        if (next.epoch == epoch && !next.equals(this)) {
            throw refused(FailureCode.STATE_FORBIDS, "Epoch " + epoch + " already stands for another attachment", next);
        }
        if (!next.at.equals(at) && next.epoch != epoch + 1) {
            throw refused(
                    FailureCode.EPOCH_SKIPPED, "Epoch " + next.epoch + " is not the one that follows " + epoch, next);
        }
    }

    /** @throws GridException {@link FailureCode#STALE_EPOCH} */
    void requireNotOlder(Attachment next) {
        if (next.epoch < epoch) {
            throw refused(FailureCode.STALE_EPOCH, "Epoch " + next.epoch + " is older than " + epoch, next);
        }
    }

    private GridException refused(FailureCode code, String why, Attachment next) {
        return new GridException(
                code,
                why + ": the traffic of VM " + vm + " enters at " + at,
                Map.of("vm", vm.toString(), "at", at.value(), "asked", next.at.value(), "epoch", Long.toString(epoch)));
    }
}
