package org.vmturntable.container;

import org.vmturntable.container.edge.EdgeGatewayEndpoint;
import org.vmturntable.container.peer.ServicePath;
import org.vmturntable.tunnel.EdgeGateway;

/** Is where machines' traffic enters. */
record EdgeRole(EdgeGateway gateway) {
    static EdgeRole begin(Foundation on) {
        String device = on.site().edgeDevice().orElseThrow();
        EdgeGateway gateway = new EdgeGateway(
                on.store().attachments(),
                on.surroundings().forwardingPlane(device),
                on.site().tunnelEndpoints());
        on.publish(ServicePath.EDGE, new EdgeGatewayEndpoint(gateway, on.access()));
        return new EdgeRole(gateway);
    }

    /** What the plane does not take is taken when the next order comes; the gateway logs it. */
    void recover() {
        var unused = gateway.recover();
    }
}
