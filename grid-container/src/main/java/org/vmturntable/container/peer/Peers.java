package org.vmturntable.container.peer;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.vmturntable.container.config.Peer;
import org.vmturntable.container.config.SiteConfiguration;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.soap.GridClients;

/** The other containers, as they are called by this one. */
public final class Peers {
    private final SiteConfiguration site;
    private final GridClients clients;

    public Peers(SiteConfiguration site, GridClients clients) {
        this.site = site;
        this.clients = clients;
    }

    /** One call of a generated port. */
    @FunctionalInterface
    public interface Call<P, R> {
        /** Throws what the generated method throws. */
        R on(P port) throws Exception;
    }

    /** All of them, in the order of the site's file. */
    public List<Peer> all() {
        return site.peers();
    }

    /** @throws GridException {@link FailureCode#SITE_UNKNOWN} */
    public Peer require(SiteId peer) {
        return site.peer(peer)
                .orElseThrow(() -> new GridException(
                        FailureCode.SITE_UNKNOWN, "No site " + peer + " is known here", Map.of("site", peer.value())));
    }

    /** Address of a service at a peer. */
    public URI address(SiteId peer, ServicePath service) {
        return service.at(require(peer).url());
    }

    /**
     * Calls a peer's service and blocks for its answer.
     *
     * @throws GridException with the peer's own code if it answered with a fault; {@link FailureCode#SITE_UNREACHABLE} if it did not
     *     answer; {@link FailureCode#SITE_UNKNOWN}
     */
    public <P, R> R call(SiteId peer, ServicePath service, Class<P> portType, Call<P, R> call) {
        P port = clients.port(portType, address(peer, service));
        try {
            return call.on(port);
        } catch (Exception failed) {
            // Generated methods declare one checked exception for each fault, without a common type below Exception.
            throw PeerFailure.of(peer, failed);
        }
    }
}
