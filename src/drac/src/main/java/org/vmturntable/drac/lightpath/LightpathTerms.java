package org.vmturntable.drac.lightpath;

import java.time.Instant;
import java.util.Map;
import org.vmturntable.drac.topology.PathEnds;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.TimeWindow;
import org.vmturntable.kernel.VmId;

/**
 * What was asked for.
 *
 * @param reservation the global reservation id: the same one always means the same lightpath
 * @param bandwidth greater than zero, in each direction
 */
public record LightpathTerms(MigrationId reservation, VmId vm, PathEnds ends, Bandwidth bandwidth, TimeWindow window) {
    public LightpathTerms {
        if (bandwidth.equals(Bandwidth.ZERO)) {
            throw new GridException(
                    FailureCode.BANDWIDTH_NOT_POSITIVE,
                    "A lightpath of no bandwidth carries nothing",
                    Map.of("reservation", reservation.toString()));
        }
    }

    LightpathTerms until(Instant until) {
        return new LightpathTerms(reservation, vm, ends, bandwidth, new TimeWindow(window.from(), until));
    }
}
