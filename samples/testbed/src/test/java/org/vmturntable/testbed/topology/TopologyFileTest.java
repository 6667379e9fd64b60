package org.vmturntable.testbed.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.SiteId;

class TopologyFileTest {
    private static final Path TOPOLOGIES = Path.of("topologies");

    @TempDir
    Path folder;

    @Test
    void readsTheNetworkOf2005() {
        Topology topology = TopologyFile.read(TOPOLOGIES.resolve("igrid2005.yaml"));

        assertThat(topology.sites())
                .extracting(site -> site.name().value())
                .containsExactly("amsterdam", "chicago", "sandiego");
        assertThat(topology.internet().rtt(new SiteId("sandiego"), new SiteId("amsterdam")))
                .isEqualTo(Duration.ofMillis(210));
        assertThat(topology.optical().fibre("continent").rtt()).isEqualTo(Duration.ofMillis(100));
        assertThat(topology.namespaceOf(topology.edge().name())).isEqualTo("vt-edge");
    }

    @Test
    void readsASecondTopologyFromASecondFile() {
        Topology lan = TopologyFile.read(TOPOLOGIES.resolve("lan.yaml"));

        assertThat(lan.sites()).hasSize(2);
        assertThat(lan.optical().fibre("ring").rtt()).isEqualTo(Duration.ofNanos(200_000));
    }

    @Test
    void inTheLabOf2005TheClientIsAsFarFromBothSites() {
        Topology lab = TopologyFile.read(TOPOLOGIES.resolve("lab2005.yaml"));

        assertThat(lab.optical().fibre("ocean").rtt()).isEqualTo(Duration.ofMillis(175));
        assertThat(lab.sites())
                .extracting(site -> lab.internet().rtt(lab.edge().name(), site.name()))
                .containsOnly(Duration.ofMillis(88));
    }

    @Test
    void aGuestHasADiskIfItsFileSaysSoOrIfItWasAskedFor() throws IOException {
        Topology plain = TopologyFile.read(TOPOLOGIES.resolve("igrid2005.yaml"));
        assertThat(plain.guest().disk()).isEmpty();
        assertThat(TopologyFile.read(changed("memory: 200 MiB}", "memory: 200 MiB, disk: 1 GiB}"))
                        .guest()
                        .disk())
                .contains(Bytes.ofMebibytes(1024));

        Topology asked = plain.withDisk(Bytes.ofMebibytes(512));
        Path copy = folder.resolve("copy.yaml");
        TopologyFile.copy(TOPOLOGIES.resolve("igrid2005.yaml"), asked, copy);
        assertThat(TopologyFile.read(copy)).isEqualTo(asked);
    }

    @Test
    void namesFileLineAndKeyOfAMistake() throws IOException {
        assertThatThrownBy(() -> TopologyFile.read(changed("optical: 10.30.0.2", "optical: 10.30.0.256")))
                .hasMessageContaining("changed.yaml:38: sites[1].optical: not an IPv4 address: 10.30.0.256");
    }

    @Test
    void refusesAKeyThatHasNoEffect() throws IOException {
        assertThatThrownBy(() -> TopologyFile.read(changed("broker: chicago", "borker: chicago")))
                .hasMessageContaining("optical.borker: unknown key");
    }

    @Test
    void refusesAFibreThatEndsNowhere() throws IOException {
        assertThatThrownBy(() -> TopologyFile.read(changed("a: \"chicago:line-2\"", "a: \"chicago:line-7\"")))
                .hasMessageContaining("fibre continent ends at no line port: chicago:line-7");
    }

    @Test
    void refusesPlacesWithoutADistance() throws IOException {
        assertThatThrownBy(() -> TopologyFile.read(changed("    - {a: edge, b: chicago, rtt: 30 ms}\n", "")))
                .hasMessageContaining("no RTT given between chicago and edge");
    }

    @Test
    void refusesWhatIsNotYaml() throws IOException {
        assertThatThrownBy(() -> TopologyFile.read(changed("distances:", "distances: {")))
                .hasMessageContaining("changed.yaml:");
    }

    private Path changed(String from, String to) throws IOException {
        String original = Files.readString(TOPOLOGIES.resolve("igrid2005.yaml"));
        assertThat(original).contains(from);
        return Files.writeString(folder.resolve("changed.yaml"), original.replace(from, to));
    }
}
