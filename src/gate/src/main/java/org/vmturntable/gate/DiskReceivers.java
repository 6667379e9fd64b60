package org.vmturntable.gate;

import com.fasterxml.jackson.databind.JsonNode;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;

/** Makes what takes a move's disks in. */
@FunctionalInterface
public interface DiskReceivers {
    /** For a gate that takes none. */
    DiskReceivers NONE = (move, disks, letGo) -> {
        throw new GridException(FailureCode.DISK_REFUSED, "This gate takes no disks");
    };

    /**
     * @param disks what was said of them when the move was announced
     * @param letGo to be run when the last change has been written and the images are let go of: whatever of the guest's memory is
     *     held back is then handed on
     * @throws GridException {@code DISK_REFUSED} if it cannot be done
     */
    DiskReceiver expect(MigrationId move, JsonNode disks, Runnable letGo);
}
