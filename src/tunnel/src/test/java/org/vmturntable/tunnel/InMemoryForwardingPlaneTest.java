package org.vmturntable.tunnel;

class InMemoryForwardingPlaneTest extends ForwardingPlaneContract {
    private final ForwardingPlane plane = new InMemoryForwardingPlane();

    @Override
    protected ForwardingPlane plane() {
        return plane;
    }
}
