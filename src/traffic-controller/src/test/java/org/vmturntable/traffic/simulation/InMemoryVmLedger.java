package org.vmturntable.traffic.simulation;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.residence.Residence;
import org.vmturntable.traffic.residence.VmLedger;

/** Remembers in memory. */
public final class InMemoryVmLedger implements VmLedger {
    private final Map<VmId, Residence> residences = new ConcurrentHashMap<>();

    @Override
    public Optional<Residence> find(VmId vm) {
        return Optional.ofNullable(residences.get(vm));
    }

    @Override
    public void record(Residence residence) {
        residences.merge(residence.vm(), residence, (old, young) -> young.epoch() < old.epoch() ? old : young);
    }
}
