package org.vmturntable.linux;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.vmturntable.tunnel.ForwardingPlane;
import org.vmturntable.tunnel.Ipv4Address;
import org.vmturntable.tunnel.MacAddress;

/**
 * Forwards VMs' traffic through a VXLAN device (RFC 7348) of this host. A VM is three entries: a route for its address into the
 * device, a permanent neighbour that gives its MAC without asking (an ARP request would have to cross the ocean), and a
 * forwarding entry from the MAC to the tunnel's far end. Moving the VM replaces the last, which the kernel does in one step.
 *
 * <p>The device itself is the host's: it must exist, be up, and should be made with {@code nolearning}.
 */
public final class VxlanForwardingPlane implements ForwardingPlane {
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
        device.change(List.of("ip", "neigh", "replace", address.value(), "lladdr", mac.value()), "nud", "permanent");
        device.change(List.of("ip", "route", "replace", hostRoute(address)));
        if (!endpointOf(mac, address).equals(Optional.of(endpoint))) {
            throw device.refused("does not show the entries that were made");
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
        if (!forwardings(mac).isEmpty()) {
            device.change(List.of("bridge", "fdb", "del", mac.value()), "self");
        }
        if (!forwardings(mac).isEmpty() || !routes(address).isEmpty()) {
            throw device.refused("still shows entries that were removed");
        }
    }

    @Override
    public Optional<Ipv4Address> endpointOf(MacAddress mac, Ipv4Address address) {
        boolean arrives = device.isRouteTo(address.value())
                && neighbours(address).stream()
                        .anyMatch(
                                entry -> mac.value().equals(entry.path("lladdr").asText()));
        if (!arrives) {
            return Optional.empty();
        }
        List<JsonNode> forwardings = forwardings(mac);
        // More than one would be a bicast: then the traffic goes to no single place.
        return forwardings.size() == 1
                ? Optional.of(new Ipv4Address(forwardings.get(0).path("dst").asText()))
                : Optional.empty();
    }

    private List<JsonNode> routes(Ipv4Address address) {
        return device.show(List.of("ip", "-j", "route", "show", "exact", hostRoute(address)));
    }

    /** Only those that were set: the kernel's own, learned or failed, it keeps and drops by itself. */
    private List<JsonNode> neighbours(Ipv4Address address) {
        return device.show(List.of("ip", "-j", "neigh", "show", address.value(), "nud", "permanent"));
    }

    private List<JsonNode> forwardings(MacAddress mac) {
        return device.show(List.of("bridge", "-j", "fdb", "show")).stream()
                .filter(entry -> mac.value().equals(entry.path("mac").asText()) && entry.hasNonNull("dst"))
                .toList();
    }

    private static String hostRoute(Ipv4Address address) {
        return address.value() + "/32";
    }
}
