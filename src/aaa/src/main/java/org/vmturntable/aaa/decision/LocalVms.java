package org.vmturntable.aaa.decision;

import org.vmturntable.kernel.VmId;

/** Knows which VMs are at this site now. */
@FunctionalInterface
public interface LocalVms {
    boolean isHere(VmId vm);
}
