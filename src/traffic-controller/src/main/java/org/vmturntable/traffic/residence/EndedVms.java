package org.vmturntable.traffic.residence;

import java.util.List;
import org.vmturntable.kernel.VmId;

/** Remembers, also after a restart, which ended VMs edges have yet to be told of. Every call blocks for the store only. */
public interface EndedVms {
    /** Keeps it in place of what was kept of the same VM. */
    void add(EndedVm ended);

    /** Does nothing if there is none. */
    void remove(VmId vm);

    /** In no particular order; may be empty. */
    List<EndedVm> all();
}
