package org.vmturntable.tunnel;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/** A plane that keeps its entries in memory and refuses when told to. */
public final class InMemoryForwardingPlane implements ForwardingPlane {
    private record Guest(MacAddress mac, Ipv4Address address) {}

    private final Map<Guest, Ipv4Address> entries = new HashMap<>();
    private boolean refusing;

    public void refuse(boolean refuse) {
        refusing = refuse;
    }

    @Override
    public void point(MacAddress mac, Ipv4Address address, Ipv4Address endpoint) {
        requireWilling();
        entries.put(new Guest(mac, address), endpoint);
    }

    @Override
    public void remove(MacAddress mac, Ipv4Address address) {
        requireWilling();
        entries.remove(new Guest(mac, address));
    }

    @Override
    public Optional<Ipv4Address> endpointOf(MacAddress mac, Ipv4Address address) {
        return Optional.ofNullable(entries.get(new Guest(mac, address)));
    }

    private void requireWilling() {
        if (refusing) {
            throw new GridException(FailureCode.TUNNEL_REFUSED, "The plane was told to refuse");
        }
    }
}
