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
 * @param epoch zero or more; the owner of the VM counts it up by one or more for each move
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
     * Checks that {@code next} may follow this attachment.
     *
     * @throws GridException {@link FailureCode#STALE_EPOCH} if its epoch is older, {@link FailureCode#STATE_FORBIDS} if it says
     *     something else under the same epoch
     */
    void requireMayBecome(Attachment next) {
        if (next.epoch < epoch) {
            throw refused(FailureCode.STALE_EPOCH, "Epoch " + next.epoch + " is older than " + epoch, next);
        }
        if (next.epoch == epoch && !next.equals(this)) {
            throw refused(FailureCode.STATE_FORBIDS, "Epoch " + epoch + " already stands for another attachment", next);
        }
    }

    private GridException refused(FailureCode code, String why, Attachment next) {
        return new GridException(
                code,
                why + ": the traffic of VM " + vm + " enters at " + at,
                Map.of("vm", vm.toString(), "at", at.value(), "asked", next.at.value(), "epoch", Long.toString(epoch)));
    }
}
