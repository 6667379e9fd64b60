package org.vmturntable.testbed.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.testbed.topology.Topology;
import org.vmturntable.testbed.topology.TopologyFile;

class PlaceNetworkTest {
    private static final Topology IGRID = TopologyFile.read(Path.of("topologies/igrid2005.yaml"));
    private static final PlaceNetwork NETWORKS = new PlaceNetwork(IGRID);

    @Test
    void everySiteHasTheSameGateway() {
        Set<List<String>> gateways = new HashSet<>();
        IGRID.sites()
                .forEach(site -> gateways.add(NETWORKS.site(site).stream()
                        .filter(line -> line.contains("br0") && line.contains("address"))
                        .toList()));
        assertThat(gateways).hasSize(1);
    }

    @Test
    void broadcastsStayInsideASite() {
        assertThat(NETWORKS.siteForwarding()).noneMatch(line -> line.contains("00:00:00:00:00:00"));
        assertThat(NETWORKS.site(IGRID.sites().get(0))).anyMatch(line -> line.contains("nolearning"));
    }

    @Test
    void theWayInIsOneEntryAtTheEdge() {
        assertThat(NETWORKS.entrance(IGRID.guest(), IGRID.site(new SiteId("chicago"))))
                .isEqualTo("fdb replace 52:54:00:0a:01:02 dev vx0 dst 198.18.0.2 self permanent");
    }

    @Test
    void clientsReachGuestsAndContainersFromDifferentAddresses() {
        assertThat(NETWORKS.visualization())
                .contains(
                        "route replace 10.1.1.0/24 via 10.1.2.1 src 10.1.2.2",
                        "route replace 198.18.0.0/24 via 198.18.4.1 src 198.18.4.2");
    }
}
