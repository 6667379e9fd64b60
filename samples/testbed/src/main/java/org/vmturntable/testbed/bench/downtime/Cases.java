package org.vmturntable.testbed.bench.downtime;

import java.util.List;
import java.util.Optional;

/** All that was measured on one network, in the order of the report. */
record Cases(List<CaseFigures> all) {
    Cases {
        all = List.copyOf(all);
    }

    /** Empty if that was not measured. */
    Optional<CaseFigures> find(GuestKind guest, Tool tool) {
        return all.stream()
                .filter(each -> each.guest() == guest && each.tool() == tool)
                .findFirst();
    }
}
