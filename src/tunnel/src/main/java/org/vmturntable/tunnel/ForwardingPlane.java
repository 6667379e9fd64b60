package org.vmturntable.tunnel;

import java.util.Set;

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

    /**
     * Sends each packet to the VM's address to every endpoint that {@link #replicateTo} named last; from one endpoint to many, and back
     * by {@link #point}, it changes in one step.
     */
    void replicate(MacAddress mac, Ipv4Address address);

    /**
     * Names the endpoints to which packets are replicated. All VMs whose packets are share them: a plane need not keep more than one
     * such list, as a VXLAN device does not.
     *
     * @param endpoints may be empty once no VM's packets are replicated
     */
    void replicateTo(Set<Ipv4Address> endpoints);

    /** Ends the forwarding of the VM's traffic; nothing happens if there was none. */
    void remove(MacAddress mac, Ipv4Address address);

    /** Where the VM's traffic goes as the plane itself tells now; empty if it does not go all the way into a tunnel. */
    Set<Ipv4Address> endpointsOf(MacAddress mac, Ipv4Address address);
}
