package org.vmturntable.tunnel;

import java.util.Optional;

/**
 * What carries packets to a VM from this edge. Every method is idempotent, blocks for at most a few seconds, and fails with
 * {@link org.vmturntable.kernel.FailureCode#TUNNEL_REFUSED} if the plane cannot do what was asked or does not show it
 * afterwards.
 */
public interface ForwardingPlane {
    /**
     * Sends all traffic to the VM's address into the tunnel to {@code endpoint}. If it went to another endpoint before, it
     * changes in one step: no packet goes to both or to none.
     *
     * @param endpoint the tunnel's far end at the VM's site
     */
    void point(MacAddress mac, Ipv4Address address, Ipv4Address endpoint);

    /** Ends the forwarding of the VM's traffic; nothing happens if there was none. */
    void remove(MacAddress mac, Ipv4Address address);

    /** Where the VM's traffic goes as the plane itself tells now; empty if it does not go all the way into a tunnel. */
    Optional<Ipv4Address> endpointOf(MacAddress mac, Ipv4Address address);
}
