package org.vmturntable.traffic.hosting;

import java.time.Instant;
import java.util.Optional;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.traffic.guest.GatePass;

/** This site's gate, through which guests arrive. */
public interface ArrivalGate {
    /** Of a site that has none: guests come to its hypervisor directly. */
    ArrivalGate NONE = new ArrivalGate() {
        @Override
        public Optional<GatePass> expect(MigrationId migration, Instant until) {
            return Optional.empty();
        }

        @Override
        public void end(MigrationId migration) {}
    };

    /**
     * Announces an arrival. The same pass is given whenever it is announced again.
     *
     * @param until when the gate forgets it by itself
     * @throws org.vmturntable.kernel.GridException {@code GATE_FAILED}, {@code GATE_FULL}
     */
    Optional<GatePass> expect(MigrationId migration, Instant until);

    /** Nothing more comes in for this migration. Does not fail: what cannot be said now ends by itself. */
    void end(MigrationId migration);
}
