package org.vmturntable.drac.topology;

import java.util.Map;
import java.util.stream.IntStream;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * The VLAN ids that lightpaths may use, both ends included.
 *
 * @param first 2 or more: 1 is every element's default VLAN (IEEE 802.1Q, 9.6)
 * @param last 4094 or less
 */
public record LabelRange(int first, int last) {
    public LabelRange {
        if (first < 2 || last > 4094 || first > last) {
            throw new GridException(
                    FailureCode.CONFIGURATION_INVALID,
                    "VLAN ids for lightpaths must lie between 2 and 4094, the lower first: " + first + "-" + last,
                    Map.of("vlans", first + "-" + last));
        }
    }

    public boolean contains(int label) {
        return label >= first && label <= last;
    }

    /** Ascending. */
    public IntStream labels() {
        return IntStream.rangeClosed(first, last);
    }
}
