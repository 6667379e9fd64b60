package org.vmturntable.tunnel;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * @param boundFor where the VM is about to resume, in the next epoch: until that is known its traffic goes there, too
 */
public record Attachment(
        VmId vm, MacAddress mac, Ipv4Address address, SiteId at, long epoch, Optional<SiteId> boundFor) {
    public Attachment {
        if (epoch < 0) {
            throw new GridException(
                    FailureCode.AMOUNT_NEGATIVE, "An epoch cannot be negative: " + epoch, Map.of("vm", vm.toString()));
        }
    }

    /** An attachment whose traffic goes to one site. */
    public Attachment(VmId vm, MacAddress mac, Ipv4Address address, SiteId at, long epoch) {
        this(vm, mac, address, at, epoch, Optional.empty());
    }

    /** Every site that the traffic goes to: one, or two around a switchover. */
    public Set<SiteId> sites() {
        return boundFor.map(next -> Set.of(at, next)).orElse(Set.of(at));
    }

    Attachment movedTo(SiteId site, long newEpoch) {
        return new Attachment(vm, mac, address, site, newEpoch);
    }

    /**
     * The same, its traffic going to the site of its next epoch as well.
     *
     * @throws GridException {@link FailureCode#STALE_EPOCH}, {@link FailureCode#EPOCH_SKIPPED} if the epoch is not the next one,
     *     {@link FailureCode#STATE_FORBIDS} if the VM is there already
     */
    Attachment boundFor(SiteId next, long nextEpoch) {
        Attachment moved = movedTo(next, nextEpoch);
        requireMayBecome(moved);
        if (next.equals(at)) {
            throw refused(FailureCode.STATE_FORBIDS, "There is no way from a site to itself", moved);
        }
        return new Attachment(vm, mac, address, at, epoch, Optional.of(next));
    }

    /** The same, its traffic going to one site. */
    Attachment settled() {
        return movedTo(at, epoch);
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
        if (next.epoch == epoch && !next.equals(settled())) {
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
