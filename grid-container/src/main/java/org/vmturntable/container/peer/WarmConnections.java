package org.vmturntable.container.peer;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.container.config.Peer;
import org.vmturntable.container.config.PeerRole;
import org.vmturntable.kernel.GridException;
import org.vmturntable.soap.hosting.HostingSite;
import org.vmturntable.soap.hosting.QueryRoom;

/**
 * Calls each site once, as soon as it answers, with a question that costs nothing: the first call over an ocean pays for a
 * connection and for what both sides load, and that should not be a migration's.
 */
public final class WarmConnections {
    private static final Logger LOG = LoggerFactory.getLogger(WarmConnections.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Peers peers;
    private final Set<Peer> warm = ConcurrentHashMap.newKeySet();

    /** Does something now and then. */
    @FunctionalInterface
    public interface Repeating {
        void every(Duration pause, String what, Runnable work);
    }

    public WarmConnections(Peers peers) {
        this.peers = peers;
    }

    public void keep(Repeating repeating) {
        repeating.every(PAUSE, "Calling sites that are not yet known to answer", this::callCold);
    }

    private void callCold() {
        peers.all().stream()
                .filter(peer -> peer.role() == PeerRole.CONTAINER && !warm.contains(peer))
                .forEach(this::call);
    }

    private void call(Peer peer) {
        try {
            peers.call(peer.site(), ServicePath.HOSTING, HostingSite.class, host -> host.queryRoom(new QueryRoom()));
            warm.add(peer);
        } catch (GridException notYet) {
            LOG.debug("{} does not answer yet: {}", peer.site(), notYet.getMessage());
        }
    }
}
