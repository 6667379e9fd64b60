package org.vmturntable.container.edge;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.container.peer.Peers;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestState;

/**
 * Makes the machines of this site known at the edges: a machine that was started here, and never moved, is reachable too; one that
 * is no more is forgotten there. Asked now and then; calls an edge only for what it has not told it yet.
 */
public final class EdgePresence {
    private static final Logger LOG = LoggerFactory.getLogger(EdgePresence.class);

    private final SiteId site;
    private final List<SiteId> edges;
    private final EdgeCalls calls;
    private final Set<Told> told = new HashSet<>();
    private final Map<Told, FailureCode> refusals = new HashMap<>();

    /** What a site knows of a machine that is here, and that no migration is moving. */
    @FunctionalInterface
    public interface Settled {
        /** The machine's epoch if it is this site's now; empty while a migration brings or takes it. */
        Optional<Long> epochOf(VmId vm);
    }

    public EdgePresence(SiteId site, List<SiteId> edges, Peers peers) {
        this.site = site;
        this.edges = List.copyOf(edges);
        this.calls = new EdgeCalls(peers);
    }

    /** Tells the edges of every running guest that they have not been told of. An edge that does not answer is told later. */
    public synchronized void tell(Collection<Guest> guests, Settled settled) {
        Set<VmId> here = guests.stream().map(Guest::id).collect(Collectors.toSet());
        told.removeIf(one -> !here.contains(one.vm));
        refusals.keySet().removeIf(one -> !here.contains(one.vm));
        for (Guest guest : guests) {
            if (guest.state() == GuestState.RUNNING && EdgeCalls.canBeAttached(guest)) {
                settled.epochOf(guest.id()).ifPresent(epoch -> edges.forEach(edge -> tell(edge, guest, epoch)));
            }
        }
    }

    private void tell(SiteId edge, Guest guest, long epoch) {
        Told now = new Told(edge, guest.id(), epoch);
        if (told.contains(now)) {
            return;
        }
        try {
            calls.attach(edge, guest, site, epoch);
            LOG.info("The traffic of VM {} enters at {} and leads here", guest.id(), edge);
        } catch (GridException refused) {
            warnIfNew(now, refused);
            if (refused.code() != FailureCode.STALE_EPOCH) {
                return;
            }
        }
        refusals.remove(now);
        told.add(now);
    }

    /** It is tried again every other second: what stays as it was has been said. */
    private void warnIfNew(Told wanted, GridException refused) {
        if (refusals.put(wanted, refused.code()) != refused.code()) {
            LOG.warn(
                    "Edge {} does not lead the traffic of VM {} here in epoch {}: {}",
                    wanted.edge,
                    wanted.vm,
                    wanted.epoch,
                    refused.getMessage());
        }
    }

    /**
     * Ends the place of a machine that is no more at every edge.
     *
     * @param epoch that the machine had reached
     * @return false if an edge has yet to be told; to be called again then
     */
    public synchronized boolean forget(VmId vm, long epoch) {
        return edges.stream().filter(edge -> !forget(edge, vm, epoch)).toList().isEmpty();
    }

    private boolean forget(SiteId edge, VmId vm, long epoch) {
        try {
            calls.detach(edge, vm, epoch);
            LOG.info("The traffic of VM {} enters at {} no more", vm, edge);
            return true;
        } catch (GridException refused) {
            LOG.debug("Edge {} does not forget VM {}: {}", edge, vm, refused.getMessage());
            // It leads elsewhere, by a later order: then there is nothing of this site's to forget.
            return refused.code() == FailureCode.STALE_EPOCH || refused.code() == FailureCode.CALLER_NOT_PERMITTED;
        }
    }

    private record Told(SiteId edge, VmId vm, long epoch) {}
}
