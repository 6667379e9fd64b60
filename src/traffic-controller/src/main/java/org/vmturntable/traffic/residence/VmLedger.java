package org.vmturntable.traffic.residence;

import java.util.Optional;
import org.vmturntable.kernel.VmId;

/** Remembers, also after a restart, which epoch a VM has reached and where it went. Both calls block for the store only. */
public interface VmLedger {
    /** Empty for a VM that never arrived here and never left from here by a migration. */
    Optional<Residence> find(VmId vm);

    /**
     * Keeps this from now on. Does nothing if a later epoch is known already.
     *
     * @throws org.vmturntable.kernel.GridException {@code STORE_FAILED}
     */
    void record(Residence residence);
}
