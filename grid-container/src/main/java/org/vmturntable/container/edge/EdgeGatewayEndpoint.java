package org.vmturntable.container.edge;

import java.util.Map;
import java.util.Optional;
import org.vmturntable.container.access.SiteAccess;
import org.vmturntable.container.soap.CurrentCall;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.soap.edge.AttachVm;
import org.vmturntable.soap.edge.AttachVmResponse;
import org.vmturntable.soap.edge.BicastVm;
import org.vmturntable.soap.edge.BicastVmResponse;
import org.vmturntable.soap.edge.DetachVm;
import org.vmturntable.soap.edge.DetachVmResponse;
import org.vmturntable.soap.edge.MoveVm;
import org.vmturntable.soap.edge.MoveVmResponse;
import org.vmturntable.soap.edge.QueryVm;
import org.vmturntable.soap.edge.QueryVmResponse;
import org.vmturntable.tunnel.Attachment;
import org.vmturntable.tunnel.EdgeGateway;
import org.vmturntable.tunnel.Ipv4Address;
import org.vmturntable.tunnel.MacAddress;

/** This place as an edge, for the containers of the sites. */
public final class EdgeGatewayEndpoint implements org.vmturntable.soap.edge.EdgeGateway {
    private final EdgeGateway gateway;
    private final SiteAccess access;

    public EdgeGatewayEndpoint(EdgeGateway gateway, SiteAccess access) {
        this.gateway = gateway;
        this.access = access;
    }

    @Override
    public AttachVmResponse attachVm(AttachVm request) {
        Attachment wanted = new Attachment(
                VmId.parse(request.getVmId()),
                new MacAddress(request.getMacAddress()),
                new Ipv4Address(request.getAddress()),
                new SiteId(request.getSite()),
                request.getEpoch());
        requireConcerned(wanted.vm(), wanted.at());
        AttachVmResponse response = new AttachVmResponse();
        response.setAttachment(xml(gateway.attach(wanted)));
        return response;
    }

    @Override
    public MoveVmResponse moveVm(MoveVm request) {
        VmId vm = VmId.parse(request.getVmId());
        SiteId to = new SiteId(request.getToSite());
        // The source and the destination both order the same move; whoever comes second changes nothing.
        if (!isAlready(vm, to, request.getEpoch())) {
            requireConcerned(vm, to);
        }
        MoveVmResponse response = new MoveVmResponse();
        response.setAttachment(xml(gateway.move(vm, to, request.getEpoch())));
        return response;
    }

    @Override
    public BicastVmResponse bicastVm(BicastVm request) {
        VmId vm = VmId.parse(request.getVmId());
        requireItsSite(vm, gateway.get(vm).at());
        BicastVmResponse response = new BicastVmResponse();
        response.setAttachment(xml(gateway.bicast(vm, new SiteId(request.getToSite()), request.getEpoch())));
        return response;
    }

    @Override
    public QueryVmResponse queryVm(QueryVm request) {
        QueryVmResponse response = new QueryVmResponse();
        response.setAttachment(xml(gateway.get(VmId.parse(request.getVmId()))));
        return response;
    }

    @Override
    public DetachVmResponse detachVm(DetachVm request) {
        VmId vm = VmId.parse(request.getVmId());
        gateway.find(vm).ifPresent(attachment -> requireConcerned(vm, attachment.at()));
        gateway.detach(vm, request.getEpoch());
        return new DetachVmResponse();
    }

    private boolean isAlready(VmId vm, SiteId at, long epoch) {
        return gateway.find(vm)
                .filter(now -> now.at().equals(at) && now.epoch() == epoch)
                .isPresent();
    }

    /** A site may order for what enters or is to enter at itself; a third one has no say. */
    private void requireConcerned(VmId vm, SiteId to) {
        SiteId caller = access.siteOf(CurrentCall.get().caller());
        Optional<SiteId> now = gateway.find(vm).map(Attachment::at);
        if (!caller.equals(to) && !now.map(caller::equals).orElse(true)) {
            throw new GridException(
                    FailureCode.CALLER_NOT_PERMITTED,
                    caller + " neither has VM " + vm + " nor is to get it",
                    Map.of("vm", vm.toString(), "caller", caller.toString()));
        }
    }

    private void requireItsSite(VmId vm, SiteId at) {
        SiteId caller = access.siteOf(CurrentCall.get().caller());
        if (!caller.equals(at)) {
            throw new GridException(
                    FailureCode.CALLER_NOT_PERMITTED,
                    caller + " does not have VM " + vm,
                    Map.of("vm", vm.toString(), "caller", caller.toString()));
        }
    }

    private static org.vmturntable.soap.types.Attachment xml(Attachment attachment) {
        org.vmturntable.soap.types.Attachment xml = new org.vmturntable.soap.types.Attachment();
        xml.setVmId(attachment.vm().toString());
        xml.setMacAddress(attachment.mac().value());
        xml.setAddress(attachment.address().value());
        xml.setSite(attachment.at().value());
        xml.setEpoch(attachment.epoch());
        attachment.boundFor().map(SiteId::value).ifPresent(xml::setBoundFor);
        return xml;
    }
}
