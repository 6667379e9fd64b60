package org.vmturntable.container.edge;

import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.soap.edge.AttachVm;
import org.vmturntable.soap.edge.AttachVmResponse;
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

    public EdgeGatewayEndpoint(EdgeGateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public AttachVmResponse attachVm(AttachVm request) {
        Attachment wanted = new Attachment(
                VmId.parse(request.getVmId()),
                new MacAddress(request.getMacAddress()),
                new Ipv4Address(request.getAddress()),
                new SiteId(request.getSite()),
                request.getEpoch());
        AttachVmResponse response = new AttachVmResponse();
        response.setAttachment(xml(gateway.attach(wanted)));
        return response;
    }

    @Override
    public MoveVmResponse moveVm(MoveVm request) {
        MoveVmResponse response = new MoveVmResponse();
        response.setAttachment(
                xml(gateway.move(VmId.parse(request.getVmId()), new SiteId(request.getToSite()), request.getEpoch())));
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
        gateway.detach(VmId.parse(request.getVmId()), request.getEpoch());
        return new DetachVmResponse();
    }

    private static org.vmturntable.soap.types.Attachment xml(Attachment attachment) {
        org.vmturntable.soap.types.Attachment xml = new org.vmturntable.soap.types.Attachment();
        xml.setVmId(attachment.vm().toString());
        xml.setMacAddress(attachment.mac().value());
        xml.setAddress(attachment.address().value());
        xml.setSite(attachment.at().value());
        xml.setEpoch(attachment.epoch());
        return xml;
    }
}
