package org.vmturntable.traffic.residence;

import java.util.Optional;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;

/**
 * What this site knows of a VM's whereabouts.
 *
 * @param epoch counts the VM's moves, failed ones included; 0 before the first
 * @param movedTo where it went from here; empty while it lives here
 */
public record Residence(VmId vm, long epoch, Optional<SiteId> movedTo) {
    public static Residence here(VmId vm, long epoch) {
        return new Residence(vm, epoch, Optional.empty());
    }

    public static Residence left(VmId vm, long epoch, SiteId movedTo) {
        return new Residence(vm, epoch, Optional.of(movedTo));
    }
}
