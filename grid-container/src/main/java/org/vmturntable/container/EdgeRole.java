package org.vmturntable.container;

import java.util.Map;
import java.util.stream.Collectors;
import org.vmturntable.container.edge.EdgeGatewayEndpoint;
import org.vmturntable.container.peer.ServicePath;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.tunnel.EdgeGateway;
import org.vmturntable.tunnel.Ipv4Address;

/** Is where machines' traffic enters. */
record EdgeRole(EdgeGateway gateway) {
    static EdgeRole begin(Foundation on) {
        Map<SiteId, Ipv4Address> endpoints = on.site().tunnelEndpoints().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> new Ipv4Address(entry.getValue())));
        String device = on.site().edgeDevice().orElseThrow();
        EdgeGateway gateway =
                new EdgeGateway(on.store().attachments(), on.surroundings().forwardingPlane(device), endpoints);
        on.publish(ServicePath.EDGE, new EdgeGatewayEndpoint(gateway, on.access()));
        return new EdgeRole(gateway);
    }

    /** What the plane does not take is taken when the next order comes; the gateway logs it. */
    void recover() {
        var unused = gateway.recover();
    }
}
