package org.vmturntable.libvirt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.traffic.guest.MoveProgress;

/**
 * What libvirt tells of a move that is under way: {@code VIR_DOMAIN_JOB_*} in {@code libvirt-domain.h}. All in bytes; all zero
 * until QEMU has begun to copy.
 *
 * @param pass QEMU's count of dirty-bitmap synchronisations: 1 in the first pass
 */
record JobFigures(long processed, long remaining, long total, long bytesPerSecond, long pass) {
    private static final double BYTES_PER_SECOND_IN_MEGABIT = 125_000;
    // virDomainJobType
    private static final int BOUNDED = 1;
    private static final int UNBOUNDED = 2;
    // virDomainJobOperation
    private static final int MIGRATION_OUT = 5;

    static Optional<JobFigures> ofMoveOut(int type, NativeParameters values) {
        boolean active = type == BOUNDED || type == UNBOUNDED;
        return active && values.integer("operation") == MIGRATION_OUT ? Optional.of(of(values)) : Optional.empty();
    }

    static JobFigures of(NativeParameters values) {
        return new JobFigures(
                values.unsignedLong("memory_processed"),
                values.unsignedLong("memory_remaining"),
                values.unsignedLong("memory_total"),
                values.unsignedLong("memory_bps"),
                values.unsignedLong("memory_iteration"));
    }

    /** Of QEMU's own words, {@code query-migrate}. */
    static JobFigures of(JsonNode migration) {
        JsonNode ram = migration.path("ram");
        return new JobFigures(
                ram.path("transferred").asLong(),
                ram.path("remaining").asLong(),
                ram.path("total").asLong(),
                (long) (ram.path("mbps").asDouble() * BYTES_PER_SECOND_IN_MEGABIT),
                ram.path("dirty-sync-count").asLong());
    }

    boolean copying() {
        return total > 0;
    }

    MoveProgress progress(boolean stopped) {
        MoveProgress.Phase phase = stopped
                ? MoveProgress.Phase.SWITCHOVER
                : copying() ? MoveProgress.Phase.PRE_COPY : MoveProgress.Phase.SETUP;
        return progress(phase);
    }

    MoveProgress progress(MoveProgress.Phase phase) {
        return new MoveProgress(
                phase,
                (int) Math.max(1, pass),
                new Bytes(processed),
                new Bytes(remaining),
                new Bytes(total),
                bytesPerSecond);
    }
}
