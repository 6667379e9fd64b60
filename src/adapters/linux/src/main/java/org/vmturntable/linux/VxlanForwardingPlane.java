package org.vmturntable.linux;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.vmturntable.tunnel.ForwardingPlane;
import org.vmturntable.tunnel.Ipv4Address;
import org.vmturntable.tunnel.MacAddress;

/**
 * Forwards VMs' traffic through a VXLAN device (RFC 7348) of this host. A VM is three entries: a route for its address into the
 * device, a permanent neighbour that gives its MAC without asking (an ARP request would have to cross the ocean), and a
 * forwarding entry from the MAC to the tunnel's far end. Moving the VM replaces the last, which the kernel does in one step. A MAC
 * without a forwarding entry goes to every far end of the all-zero entries: that is how packets are replicated.
 *
 * <p>The device itself is the host's: it must exist, be up, and should be made with {@code nolearning}.
 */
public final class VxlanForwardingPlane implements ForwardingPlane {
    /** The kernel's entry for a MAC that has none of its own. */
    private static final String ANY_OTHER = "00:00:00:00:00:00";

    private final VxlanDevice device;

    /** @param deviceName for example {@code vx0}; looked for at each call, not now */
    public VxlanForwardingPlane(CommandRunner runner, String deviceName) {
        this.device = new VxlanDevice(runner, deviceName);
    }

    @Override
    public void point(MacAddress mac, Ipv4Address address, Ipv4Address endpoint) {
        // First the entry that moves a VM, since packets are on their way; the other two only matter to one that is new
        // here.
        device.change(List.of("bridge", "fdb", "replace", mac.value()), "dst", endpoint.value(), "self", "permanent");
        leadIn(mac, address);
        if (!endpointsOf(mac, address).equals(Set.of(endpoint))) {
            throw device.refused("does not show the entries that were made");
        }
    }

    @Override
    public void replicate(MacAddress mac, Ipv4Address address) {
        forget(mac);
        leadIn(mac, address);
        if (endpointsOf(mac, address).isEmpty()) {
            throw device.refused("has no entries to replicate packets to");
        }
    }

    @Override
    public void replicateTo(Set<Ipv4Address> endpoints) {
        if (endpoints.isEmpty() && !device.exists()) {
            return;
        }
        Set<Ipv4Address> before = replicas();
        // the new ones first: nobody's packets are to go nowhere in between
        endpoints.stream()
                .filter(endpoint -> !before.contains(endpoint))
                .forEach(endpoint -> replica("append", endpoint));
        before.stream().filter(endpoint -> !endpoints.contains(endpoint)).forEach(endpoint -> replica("del", endpoint));
        if (!replicas().equals(endpoints)) {
            throw device.refused("does not show the entries that packets are replicated to");
        }
    }

    private void replica(String change, Ipv4Address endpoint) {
        device.change(List.of("bridge", "fdb", change, ANY_OTHER), "dst", endpoint.value(), "self", "permanent");
    }

    private void leadIn(MacAddress mac, Ipv4Address address) {
        device.change(List.of("ip", "neigh", "replace", address.value(), "lladdr", mac.value()), "nud", "permanent");
        device.change(List.of("ip", "route", "replace", hostRoute(address)));
    }

    private void forget(MacAddress mac) {
        if (!forwardings(mac.value()).isEmpty()) {
            device.change(List.of("bridge", "fdb", "del", mac.value()), "self");
        }
    }

    @Override
    public void remove(MacAddress mac, Ipv4Address address) {
        if (!device.exists()) {
            return;
        }
        if (!routes(address).isEmpty()) {
            device.change(List.of("ip", "route", "del", hostRoute(address)));
        }
        if (!neighbours(address).isEmpty()) {
            device.change(List.of("ip", "neigh", "del", address.value()));
        }
        forget(mac);
        if (!forwardings(mac.value()).isEmpty() || !routes(address).isEmpty()) {
            throw device.refused("still shows entries that were removed");
        }
    }

    @Override
    public Set<Ipv4Address> endpointsOf(MacAddress mac, Ipv4Address address) {
        boolean arrives = device.isRouteTo(address.value())
                && neighbours(address).stream()
                        .anyMatch(
                                entry -> mac.value().equals(entry.path("lladdr").asText()));
        if (!arrives) {
            return Set.of();
        }
        Set<Ipv4Address> own = forwardings(mac.value());
        return own.isEmpty() ? replicas() : own;
    }

    private Set<Ipv4Address> replicas() {
        return forwardings(ANY_OTHER);
    }

    private List<JsonNode> routes(Ipv4Address address) {
        return device.show(List.of("ip", "-j", "route", "show", "exact", hostRoute(address)));
    }

    /** Only those that were set: the kernel's own, learned or failed, it keeps and drops by itself. */
    private List<JsonNode> neighbours(Ipv4Address address) {
        return device.show(List.of("ip", "-j", "neigh", "show", address.value(), "nud", "permanent"));
    }

    private Set<Ipv4Address> forwardings(String mac) {
        return device.show(List.of("bridge", "-j", "fdb", "show")).stream()
                .filter(entry -> mac.equals(entry.path("mac").asText()) && entry.hasNonNull("dst"))
                .map(entry -> new Ipv4Address(entry.path("dst").asText()))
                .collect(Collectors.toSet());
    }

    private static String hostRoute(Ipv4Address address) {
        return address.value() + "/32";
    }
}
