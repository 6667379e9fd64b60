package org.vmturntable.container.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.tunnel.Ipv4Address;

/**
 * What one container has to know. What a role needs is there if the container has the role.
 *
 * @param tokenKeyFile the key that this site's tokens are signed with, Ed25519, PKCS #8 in PEM; with role authority
 * @param hosting with role hosting
 * @param lightpath with role hosting
 * @param gate empty if guests come and go past none
 * @param consumers origins that messages may be sent to although they would be refused otherwise
 * @param broker who keeps the network's ledger: a peer or this site; with role hosting
 * @param edges peers, or this site, at which the traffic of this site's machines enters
 * @param edgeDevice the VXLAN device; with role edge
 * @param tunnelEndpoints the tunnel's far end at each site; with role edge
 * @param network with role broker
 */
public record SiteConfiguration(
        SiteId site,
        Set<Role> roles,
        Listen listen,
        Identity identity,
        StorePlace store,
        Optional<Path> tokenKeyFile,
        Optional<Hosting> hosting,
        Optional<LightpathEnd> lightpath,
        Optional<GateEnd> gate,
        List<Peer> peers,
        Set<X500Principal> operators,
        Set<URI> consumers,
        Optional<SiteId> broker,
        List<SiteId> edges,
        Optional<String> edgeDevice,
        Map<SiteId, Ipv4Address> tunnelEndpoints,
        Optional<Network> network) {
    public SiteConfiguration {
        roles = Set.copyOf(roles);
        peers = List.copyOf(peers);
        operators = Set.copyOf(operators);
        consumers = Set.copyOf(consumers);
        edges = List.copyOf(edges);
        tunnelEndpoints = Map.copyOf(tunnelEndpoints);
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }

    /** The peer that stands for this site. */
    public Optional<Peer> peer(SiteId named) {
        return peers.stream().filter(peer -> peer.site().equals(named)).findFirst();
    }
}
