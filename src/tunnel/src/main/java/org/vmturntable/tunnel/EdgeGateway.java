package org.vmturntable.tunnel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;

/**
 * Knows at which site the traffic of each VM enters, and moves that point. The store is written first, then memory, then the
 * forwarding plane; an order that failed in the plane is repeated as it was, and {@link #recover} puts the plane in the stored
 * state after a restart.
 *
 * <p>Changes are made one at a time; questions never wait for them.
 */
public final class EdgeGateway {
    private static final Logger log = LoggerFactory.getLogger(EdgeGateway.class);

    private final AttachmentStore store;
    private final ForwardingPlane plane;
    private final Map<SiteId, Ipv4Address> endpoints;
    private final Map<VmId, Attachment> attachments = new ConcurrentHashMap<>();

    /**
     * Reads what is stored, and touches nothing: call {@link #recover} before serving.
     *
     * @param endpoints the tunnel's far end at each site
     */
    public EdgeGateway(AttachmentStore store, ForwardingPlane plane, Map<SiteId, Ipv4Address> endpoints) {
        this.store = store;
        this.plane = plane;
        this.endpoints = Map.copyOf(endpoints);
        store.all().forEach(attachment -> attachments.put(attachment.vm(), attachment));
    }

    /**
     * Lets a VM's traffic enter at a site. The same attachment again only renews it in the plane; one with a newer epoch takes
     * the place of the earlier one.
     *
     * @throws GridException {@link FailureCode#SITE_UNKNOWN}, {@link FailureCode#STALE_EPOCH}, {@link FailureCode#EPOCH_SKIPPED} if
     *     the traffic would go elsewhere with another epoch than the next, {@link FailureCode#STATE_FORBIDS} if the epoch stands for something else or another VM has the address,
     *     {@link FailureCode#STORE_FAILED} (nothing changed), {@link FailureCode#TUNNEL_REFUSED} (stored: repeat it)
     */
    public synchronized Attachment attach(Attachment wanted) {
        requireTunnelTo(wanted.at());
        Optional<Attachment> before = find(wanted.vm());
        before.ifPresent(attachment -> attachment.requireMayBecome(wanted));
        requireAddressesFree(wanted);
        keep(wanted);
        before.filter(old -> !sameAddresses(old, wanted)).ifPresent(old -> plane.remove(old.mac(), old.address()));
        apply(wanted);
        return wanted;
    }

    /**
     * Moves the point where the VM's traffic enters.
     *
     * @param epoch the one after that of the VM's attachment, or the same for a repeated order
     * @return the attachment as it is now
     * @throws GridException {@link FailureCode#ATTACHMENT_UNKNOWN}, or as {@link #attach}
     */
    public synchronized Attachment move(VmId vm, SiteId to, long epoch) {
        return attach(get(vm).movedTo(to, epoch));
    }

    /**
     * Lets the VM's traffic enter at the site where it is about to resume, too, so that no packet has to wait for the news that it
     * did. Ends with the next order for this VM: the move, or one that leads the traffic back. While several VMs' traffic
     * goes two ways at once, each one's may also reach the sites of the others, where nobody takes it.
     *
     * @param epoch the one after that of the VM's attachment
     * @return the attachment as it is now
     * @throws GridException {@link FailureCode#ATTACHMENT_UNKNOWN}, {@link FailureCode#STATE_FORBIDS} if the VM is there already, or as
     *     {@link #attach}
     */
    public synchronized Attachment bicast(VmId vm, SiteId to, long epoch) {
        requireTunnelTo(to);
        Attachment wanted = get(vm).boundFor(to, epoch);
        keep(wanted);
        apply(wanted);
        return wanted;
    }

    private void keep(Attachment wanted) {
        if (!find(wanted.vm()).equals(Optional.of(wanted))) {
            store.put(wanted);
            attachments.put(wanted.vm(), wanted);
        }
    }

    private void apply(Attachment attachment) {
        if (attachment.boundFor().isEmpty()) {
            plane.point(attachment.mac(), attachment.address(), endpointAt(attachment.at()));
            plane.replicateTo(replicas());
        } else {
            plane.replicateTo(replicas());
            plane.replicate(attachment.mac(), attachment.address());
        }
    }

    private Set<Ipv4Address> replicas() {
        return attachments.values().stream()
                .filter(attachment -> attachment.boundFor().isPresent())
                .flatMap(attachment -> attachment.sites().stream())
                .flatMap(site -> Optional.ofNullable(endpoints.get(site)).stream())
                .collect(Collectors.toSet());
    }

    /**
     * Ends the VM's attachment; nothing happens if it has none.
     *
     * @param epoch at least that of the attachment
     * @throws GridException {@link FailureCode#STALE_EPOCH}, {@link FailureCode#TUNNEL_REFUSED},
     *     {@link FailureCode#STORE_FAILED}; in each case it is still attached
     */
    public synchronized void detach(VmId vm, long epoch) {
        find(vm).ifPresent(attachment -> {
            attachment.requireNotOlder(attachment.movedTo(attachment.at(), epoch));
            // The other way round than elsewhere: an attachment forgotten before the plane was cleared would never be
            // found again.
            plane.remove(attachment.mac(), attachment.address());
            store.remove(vm);
            attachments.remove(vm);
            plane.replicateTo(replicas());
        });
    }

    /** The VM's attachment as stored; the plane is not asked. */
    public Optional<Attachment> find(VmId vm) {
        return Optional.ofNullable(attachments.get(vm));
    }

    /** @throws GridException {@link FailureCode#ATTACHMENT_UNKNOWN} if the VM's traffic does not enter here */
    public Attachment get(VmId vm) {
        return find(vm).orElseThrow(() -> new GridException(
                FailureCode.ATTACHMENT_UNKNOWN,
                "The traffic of VM " + vm + " does not enter at this edge",
                Map.of("vm", vm.toString())));
    }

    /** All attachments, by VM id; may be empty. */
    public List<Attachment> attachments() {
        List<Attachment> all = new ArrayList<>(attachments.values());
        all.sort(Comparator.comparing(attachment -> attachment.vm().value()));
        return all;
    }

    /**
     * Applies every stored attachment to the plane, for a host or a process that has restarted. One that fails does not keep the
     * others from being applied.
     *
     * @return those that could not be applied; empty if all is well
     */
    public synchronized List<Attachment> recover() {
        List<Attachment> failed = new ArrayList<>();
        for (Attachment attachment : attachments()) {
            try {
                apply(attachment);
            } catch (GridException e) {
                log.warn("The traffic of VM {} could not be led to {} again", attachment.vm(), attachment.at(), e);
                failed.add(attachment);
            }
        }
        return failed;
    }

    private Ipv4Address endpointAt(SiteId site) {
        Ipv4Address endpoint = endpoints.get(site);
        if (endpoint == null) {
            throw new GridException(
                    FailureCode.SITE_UNKNOWN, "This edge has no tunnel to " + site, Map.of("site", site.value()));
        }
        return endpoint;
    }

    private void requireTunnelTo(SiteId site) {
        var unused = endpointAt(site);
    }

    private void requireAddressesFree(Attachment wanted) {
        for (Attachment other : attachments.values()) {
            boolean shared = other.mac().equals(wanted.mac()) || other.address().equals(wanted.address());
            if (shared && !other.vm().equals(wanted.vm())) {
                throw new GridException(
                        FailureCode.STATE_FORBIDS,
                        "Another VM is attached with " + wanted.mac() + " or " + wanted.address(),
                        Map.of("vm", wanted.vm().toString(), "other", other.vm().toString()));
            }
        }
    }

    private static boolean sameAddresses(Attachment one, Attachment other) {
        return one.mac().equals(other.mac()) && one.address().equals(other.address());
    }
}
