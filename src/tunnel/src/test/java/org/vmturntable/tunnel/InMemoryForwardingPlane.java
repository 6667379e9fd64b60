package org.vmturntable.tunnel;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/** A plane that keeps its entries in memory and refuses when told to. */
public final class InMemoryForwardingPlane implements ForwardingPlane {
    private record Guest(MacAddress mac, Ipv4Address address) {}

    private final Map<Guest, Optional<Ipv4Address>> entries = new HashMap<>();
    private Set<Ipv4Address> replicas = Set.of();
    private boolean refusing;

    public void refuse(boolean refuse) {
        refusing = refuse;
    }

    @Override
    public void point(MacAddress mac, Ipv4Address address, Ipv4Address endpoint) {
        requireWilling();
        entries.put(new Guest(mac, address), Optional.of(endpoint));
    }

    @Override
    public void replicate(MacAddress mac, Ipv4Address address) {
        requireWilling();
        entries.put(new Guest(mac, address), Optional.empty());
    }

    @Override
    public void replicateTo(Set<Ipv4Address> endpoints) {
        requireWilling();
        replicas = Set.copyOf(endpoints);
    }

    @Override
    public void remove(MacAddress mac, Ipv4Address address) {
        requireWilling();
        entries.remove(new Guest(mac, address));
    }

    @Override
    public Set<Ipv4Address> endpointsOf(MacAddress mac, Ipv4Address address) {
        Optional<Ipv4Address> entry = entries.get(new Guest(mac, address));
        return entry == null ? Set.of() : entry.map(Set::of).orElse(replicas);
    }

    private void requireWilling() {
        if (refusing) {
            throw new GridException(FailureCode.TUNNEL_REFUSED, "The plane was told to refuse");
        }
    }
}
