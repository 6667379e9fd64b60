package org.vmturntable.container.edge;

import org.vmturntable.container.peer.Peers;
import org.vmturntable.container.peer.ServicePath;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.soap.edge.AttachVm;
import org.vmturntable.soap.edge.BicastVm;
import org.vmturntable.soap.edge.DetachVm;
import org.vmturntable.soap.edge.EdgeGateway;
import org.vmturntable.soap.edge.MoveVm;
import org.vmturntable.traffic.guest.Guest;

/** Calls to the containers of edges. */
final class EdgeCalls {
    private final Peers peers;

    EdgeCalls(Peers peers) {
        this.peers = peers;
    }

    /** True if there is anything to lead to the guest: an address that its owner declared, and an interface that has it. */
    static boolean canBeAttached(Guest guest) {
        return !guest.addresses().isEmpty() && !guest.macAddresses().isEmpty();
    }

    /** The first address and the first interface: this tunnel carries one address for each machine. */
    void attach(SiteId edge, Guest guest, SiteId at, long epoch) {
        AttachVm order = new AttachVm();
        order.setVmId(guest.id().toString());
        order.setMacAddress(guest.macAddresses().get(0));
        order.setAddress(guest.addresses().get(0));
        order.setSite(at.value());
        order.setEpoch(epoch);
        call(edge, gateway -> gateway.attachVm(order));
    }

    void move(SiteId edge, VmId vm, SiteId to, long epoch) {
        MoveVm order = new MoveVm();
        order.setVmId(vm.toString());
        order.setToSite(to.value());
        order.setEpoch(epoch);
        call(edge, gateway -> gateway.moveVm(order));
    }

    void bicast(SiteId edge, VmId vm, SiteId to, long epoch) {
        BicastVm order = new BicastVm();
        order.setVmId(vm.toString());
        order.setToSite(to.value());
        order.setEpoch(epoch);
        call(edge, gateway -> gateway.bicastVm(order));
    }

    void detach(SiteId edge, VmId vm, long epoch) {
        DetachVm order = new DetachVm();
        order.setVmId(vm.toString());
        order.setEpoch(epoch);
        call(edge, gateway -> gateway.detachVm(order));
    }

    private <R> void call(SiteId edge, Peers.Call<EdgeGateway, R> call) {
        peers.call(edge, ServicePath.EDGE, EdgeGateway.class, call);
    }
}
