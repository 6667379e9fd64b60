package org.vmturntable.traffic.hosting;

import java.util.Optional;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.traffic.guest.GatePass;

/** This site's gate, through which guests arrive. */
public interface ArrivalGate {
    /** Of a site that has none: guests come to its hypervisor directly. */
    ArrivalGate NONE = new ArrivalGate() {
        @Override
        public Optional<GatePass> expect(RoomHold hold) {
            return Optional.empty();
        }

        @Override
        public void end(MigrationId migration) {}
    };

    /**
     * Announces an arrival. The same pass is given whenever it is announced again.
     *
     * @param hold whose guest and disks are to arrive; the gate forgets it by itself when its lease has ended
     * @throws org.vmturntable.kernel.GridException {@code GATE_FAILED}, {@code GATE_FULL}
     */
    Optional<GatePass> expect(RoomHold hold);

    /** Nothing more comes in for this migration. Does not fail: what cannot be said now ends by itself. */
    void end(MigrationId migration);
}
