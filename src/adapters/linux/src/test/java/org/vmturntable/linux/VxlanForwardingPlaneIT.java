package org.vmturntable.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.tunnel.ForwardingPlane;
import org.vmturntable.tunnel.ForwardingPlaneContract;
import org.vmturntable.tunnel.Ipv4Address;

/**
 * An edge and two sites as network namespaces on one bridge. At each site a namespace stands for the guest; both have the same
 * address and MAC, as a VM before and after its move, so the packets alone tell where the traffic goes.
 */
@Tag("testbed")
class VxlanForwardingPlaneIT extends ForwardingPlaneContract {
    private static final String EDGE_MAC = "02:00:0a:01:01:fe";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Namespaces namespaces = new Namespaces();
    private String edge = "";
    private String guestA = "";
    private String guestB = "";

    @BeforeEach
    void connectEdgeAndSites() {
        String wan = namespaces.create("wan");
        Namespaces.in(wan, "ip", "link", "add", "br0", "up", "type", "bridge");
        edge = place(wan, "edge", "198.18.0.4");
        Namespaces.in(edge, "ip", "link", "set", "vx0", "address", EDGE_MAC);
        Namespaces.in(edge, "ip", "address", "add", "10.1.1.254/24", "dev", "vx0");
        guestA = guestAtSite(wan, "a", ENDPOINT_A);
        guestB = guestAtSite(wan, "b", ENDPOINT_B);
    }

    @AfterEach
    void removeThem() {
        namespaces.close();
    }

    @Override
    protected ForwardingPlane plane() {
        return new VxlanForwardingPlane(CommandRunner.inNamespace(edge, TIMEOUT), "vx0");
    }

    @Test
    void leadsPacketsToTheSiteItPointsTo() {
        ForwardingPlane plane = plane();
        plane.point(MAC, ADDRESS, ENDPOINT_A);
        assertThat(pingFromEdge()).isTrue();
        assertThat(echoRequestsAt(guestA)).isEqualTo(1);
        assertThat(echoRequestsAt(guestB)).isZero();

        plane.point(MAC, ADDRESS, ENDPOINT_B);
        assertThat(pingFromEdge()).isTrue();
        assertThat(echoRequestsAt(guestA)).isEqualTo(1);
        assertThat(echoRequestsAt(guestB)).isEqualTo(1);

        plane.remove(MAC, ADDRESS);
        assertThat(pingFromEdge()).as("after the removal").isFalse();
    }

    @Test
    void bringsEachPacketToBothSitesWhileItReplicates() {
        ForwardingPlane plane = plane();
        plane.point(MAC, ADDRESS, ENDPOINT_A);
        plane.replicateTo(Set.of(ENDPOINT_A, ENDPOINT_B));
        plane.replicate(MAC, ADDRESS);
        assertThat(pingFromEdge()).isTrue();
        assertThat(echoRequestsAt(guestA)).isEqualTo(1);
        assertThat(echoRequestsAt(guestB)).isEqualTo(1);

        plane.point(MAC, ADDRESS, ENDPOINT_B);
        plane.replicateTo(Set.of());
        assertThat(pingFromEdge()).isTrue();
        assertThat(echoRequestsAt(guestA)).isEqualTo(1);
        assertThat(echoRequestsAt(guestB)).isEqualTo(2);
    }

    @Test
    void letsNoPacketThroughBeforeItIsPointed() {
        assertThat(pingFromEdge()).isFalse();
        assertThat(echoRequestsAt(guestA) + echoRequestsAt(guestB)).isZero();
    }

    @Test
    void explainsThatTheDeviceIsMissing() {
        Namespaces.in(edge, "ip", "link", "delete", "vx0");
        ForwardingPlane plane = plane();
        assertThatExceptionOfType(GridException.class)
                .isThrownBy(() -> plane.point(MAC, ADDRESS, ENDPOINT_A))
                .withMessageContaining("vx0")
                .withMessageContaining("no such device")
                .extracting(GridException::code)
                .isEqualTo(FailureCode.TUNNEL_REFUSED);
        plane.remove(MAC, ADDRESS);
    }

    @Test
    void explainsThatTheDeviceIsDown() {
        Namespaces.in(edge, "ip", "link", "set", "vx0", "down");
        assertThatExceptionOfType(GridException.class)
                .isThrownBy(() -> plane().point(MAC, ADDRESS, ENDPOINT_A))
                .withMessageContaining("is down");
    }

    @Test
    void explainsThatTheDeviceIsNoTunnel() {
        Namespaces.in(edge, "ip", "link", "delete", "vx0");
        Namespaces.in(edge, "ip", "link", "add", "vx0", "up", "type", "bridge");
        assertThatExceptionOfType(GridException.class)
                .isThrownBy(() -> plane().point(MAC, ADDRESS, ENDPOINT_A))
                .withMessageContaining("no VXLAN device");
    }

    @Test
    void mendsAnEntryThatSomeoneElseChanged() {
        ForwardingPlane plane = plane();
        plane.point(MAC, ADDRESS, ENDPOINT_A);
        Namespaces.in(edge, "ip", "neigh", "del", ADDRESS.value(), "dev", "vx0");
        assertThat(plane.endpointsOf(MAC, ADDRESS)).isEmpty();
        plane.point(MAC, ADDRESS, ENDPOINT_A);
        assertThat(pingFromEdge()).isTrue();
    }

    private String guestAtSite(String wan, String name, Ipv4Address endpoint) {
        String site = place(wan, name, endpoint.value());
        Namespaces.in(site, "ip", "link", "add", "br0", "up", "type", "bridge");
        Namespaces.in(site, "ip", "link", "set", "vx0", "master", "br0");
        // A guest answers the edge through the tunnel: the edge's MAC on vx0 is where the answer goes.
        String guest = namespaces.create("guest" + name);
        Namespaces.in(
                site, "ip", "link", "add", "tap0", "up", "master", "br0", "type", "veth", "peer", "eth0", "netns",
                guest);
        Namespaces.in(guest, "ip", "link", "set", "eth0", "up", "address", MAC.value());
        Namespaces.in(guest, "ip", "address", "add", ADDRESS + "/24", "dev", "eth0");
        Namespaces.in(guest, "ip", "neigh", "add", "10.1.1.254", "lladdr", EDGE_MAC, "dev", "eth0");
        Namespaces.in(site, "bridge", "fdb", "add", EDGE_MAC, "dev", "vx0", "dst", "198.18.0.4");
        return guest;
    }

    private String place(String wan, String name, String address) {
        String place = namespaces.create(name);
        Namespaces.in(
                wan, "ip", "link", "add", "name", name, "up", "master", "br0", "type", "veth", "peer", "inet0", "netns",
                place);
        Namespaces.in(place, "ip", "link", "set", "inet0", "up");
        Namespaces.in(place, "ip", "address", "add", address + "/24", "dev", "inet0");
        Namespaces.in(
                place,
                "ip",
                "link",
                "add",
                "vx0",
                "type",
                "vxlan",
                "id",
                "42",
                "dstport",
                "4789",
                "local",
                address,
                "nolearning");
        Namespaces.in(place, "ip", "link", "set", "vx0", "up");
        return place;
    }

    private boolean pingFromEdge() {
        return CommandRunner.inNamespace(edge, TIMEOUT)
                .run(List.of("ping", "-c", "1", "-W", "2", ADDRESS.value()))
                .succeeded();
    }

    /** The kernel's own count (RFC 5813's icmpInEchos) in the namespace that stands for the guest. */
    private static long echoRequestsAt(String guest) {
        String[] table = CommandRunner.inNamespace(guest, TIMEOUT)
                .run(List.of("grep", "^Icmp:", "/proc/net/snmp"))
                .output()
                .split("\n");
        int column = List.of(table[0].split(" ")).indexOf("InEchos");
        return Long.parseLong(table[1].split(" ")[column]);
    }
}
