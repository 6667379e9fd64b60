package org.vmturntable.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link ForwardingPlane} promises; run by the one in memory and by each real one. */
public abstract class ForwardingPlaneContract {
    protected static final MacAddress MAC = new MacAddress("52:54:00:0a:01:02");
    protected static final Ipv4Address ADDRESS = new Ipv4Address("10.1.1.2");
    protected static final Ipv4Address ENDPOINT_A = new Ipv4Address("198.18.0.1");
    protected static final Ipv4Address ENDPOINT_B = new Ipv4Address("198.18.0.2");

    /** A plane that can reach both endpoints and forwards nothing yet. */
    protected abstract ForwardingPlane plane();

    @Test
    void tellsNoEndpointBeforeItIsPointed() {
        assertThat(plane().endpointsOf(MAC, ADDRESS)).isEmpty();
    }

    @Test
    void tellsTheEndpointItIsPointedTo() {
        ForwardingPlane plane = plane();
        plane.point(MAC, ADDRESS, ENDPOINT_A);
        assertThat(plane.endpointsOf(MAC, ADDRESS)).containsExactly(ENDPOINT_A);
    }

    @Test
    void pointsElsewhereInPlaceOfTheFirst() {
        ForwardingPlane plane = plane();
        plane.point(MAC, ADDRESS, ENDPOINT_A);
        plane.point(MAC, ADDRESS, ENDPOINT_B);
        assertThat(plane.endpointsOf(MAC, ADDRESS)).containsExactly(ENDPOINT_B);
    }

    @Test
    void takesTheSameOrderTwice() {
        ForwardingPlane plane = plane();
        plane.point(MAC, ADDRESS, ENDPOINT_A);
        plane.point(MAC, ADDRESS, ENDPOINT_A);
        assertThat(plane.endpointsOf(MAC, ADDRESS)).containsExactly(ENDPOINT_A);
    }

    @Test
    void removesWhatItForwarded() {
        ForwardingPlane plane = plane();
        plane.point(MAC, ADDRESS, ENDPOINT_A);
        plane.remove(MAC, ADDRESS);
        assertThat(plane.endpointsOf(MAC, ADDRESS)).isEmpty();
    }

    @Test
    void removesNothingWithoutComplaint() {
        ForwardingPlane plane = plane();
        plane.remove(MAC, ADDRESS);
        plane.remove(MAC, ADDRESS);
        assertThat(plane.endpointsOf(MAC, ADDRESS)).isEmpty();
    }

    @Test
    void replicatesToAllAndThenPointsToOneAgain() {
        ForwardingPlane plane = plane();
        plane.point(MAC, ADDRESS, ENDPOINT_A);
        plane.replicateTo(Set.of(ENDPOINT_A, ENDPOINT_B));
        assertThat(plane.endpointsOf(MAC, ADDRESS)).containsExactly(ENDPOINT_A);
        plane.replicate(MAC, ADDRESS);
        plane.replicate(MAC, ADDRESS);
        assertThat(plane.endpointsOf(MAC, ADDRESS)).containsExactlyInAnyOrder(ENDPOINT_A, ENDPOINT_B);
        plane.point(MAC, ADDRESS, ENDPOINT_B);
        plane.replicateTo(Set.of());
        assertThat(plane.endpointsOf(MAC, ADDRESS)).containsExactly(ENDPOINT_B);
    }

    @Test
    void replicatesToThoseThatWereNamedLast() {
        ForwardingPlane plane = plane();
        plane.replicateTo(Set.of(ENDPOINT_A));
        plane.replicate(MAC, ADDRESS);
        plane.replicateTo(Set.of(ENDPOINT_B));
        plane.replicateTo(Set.of(ENDPOINT_B));
        assertThat(plane.endpointsOf(MAC, ADDRESS)).containsExactly(ENDPOINT_B);
    }

    @Test
    void keepsOneVmApartFromAnother() {
        ForwardingPlane plane = plane();
        MacAddress otherMac = new MacAddress("52:54:00:0a:01:03");
        Ipv4Address otherAddress = new Ipv4Address("10.1.1.3");
        plane.point(MAC, ADDRESS, ENDPOINT_A);
        plane.point(otherMac, otherAddress, ENDPOINT_B);
        plane.remove(MAC, ADDRESS);
        assertThat(plane.endpointsOf(otherMac, otherAddress)).containsExactly(ENDPOINT_B);
        plane.remove(otherMac, otherAddress);
    }
}
