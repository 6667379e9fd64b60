package org.vmturntable.traffic.site;

import org.vmturntable.kernel.VmId;

/** Which guests are on their way to this site. */
@FunctionalInterface
public interface ExpectedGuests {
    /** True until its arrival is committed, also when it runs here already: until then it is not this site's to move on. */
    boolean awaits(VmId vm);
}
