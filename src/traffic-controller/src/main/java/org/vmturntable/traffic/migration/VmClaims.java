package org.vmturntable.traffic.migration;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;

/** Keeps migrations that begin apart from whoever wants a VM without one. Nobody waits: who comes second is refused. */
final class VmClaims {
    private static final int ALONE = -1;

    /** How many migrations of the VM are beginning, or {@link #ALONE}. */
    private final Map<VmId, Integer> claims = new ConcurrentHashMap<>();

    /** @throws GridException {@code STATE_FORBIDS} while {@link #alone} goes on */
    <T> T beginning(VmId vm, Supplier<T> work) {
        claims.merge(vm, 1, (before, one) -> before == ALONE ? refuse(vm, "is being ended") : before + one);
        try {
            return work.get();
        } finally {
            claims.computeIfPresent(vm, (same, count) -> count > 1 ? count - 1 : null);
        }
    }

    /** @throws GridException {@code STATE_FORBIDS} while a migration begins, or someone else is alone with the VM */
    void alone(VmId vm, Runnable work) {
        claims.merge(vm, ALONE, (before, alone) -> refuse(vm, before == ALONE ? "is being ended" : "begins to move"));
        try {
            work.run();
        } finally {
            claims.remove(vm);
        }
    }

    private static int refuse(VmId vm, String why) {
        throw new GridException(FailureCode.STATE_FORBIDS, "The VM " + why, Map.of("vm", vm.toString()));
    }
}
