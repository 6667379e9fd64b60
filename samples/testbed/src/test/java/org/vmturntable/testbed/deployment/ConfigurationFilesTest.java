package org.vmturntable.testbed.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.testbed.topology.TopologyFile;
import org.yaml.snakeyaml.Yaml;

class ConfigurationFilesTest {
    private static final Path IGRID = Path.of("topologies/igrid2005.yaml");

    @TempDir
    private static Path state;

    private static Testbed testbed;

    @BeforeAll
    static void writeAll() {
        testbed = new Testbed(TopologyFile.read(IGRID), IGRID, Path.of("../.."), state);
        testbed.topology()
                .places()
                .forEach(place -> testbed.directoryOf(place.name()).create());
        Credentials.createSnmpSecrets(testbed, new SecureRandom());
        new ConfigurationFiles(testbed).write(Credentials.create(testbed, new SecureRandom(), Instant.now()));
    }

    @Test
    void theBrokerAloneKnowsTheNetwork() throws IOException {
        assertThat(site("chicago"))
                .containsKey("network")
                .containsEntry("roles", List.of("hosting", "authority", "broker"));
        assertThat(site("amsterdam"))
                .doesNotContainKey("network")
                .containsEntry("roles", List.of("hosting", "authority"));
    }

    @Test
    void theBrokerKnowsHowLongEachFibreIs() throws IOException {
        assertThat(part(site("chicago"), "network").get("links"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .extracting("roundTrip")
                .containsExactly("98 ms", "100 ms");
    }

    @Test
    void theEdgeHostsNothing() throws IOException {
        assertThat(site("edge"))
                .containsEntry("roles", List.of("edge"))
                .containsEntry("edge", Map.of("device", "vx0"))
                .doesNotContainKeys("hosting", "lightpath", "tokenKeyFile");
    }

    @Test
    void messagesOfMigrationsMayGoToWhoeverListensAtTheSiteItself() throws IOException {
        assertThat(site("amsterdam")).containsEntry("consumers", List.of("http://127.0.0.1"));
    }

    @Test
    void peersAreAllOthersWithTheTokenKeysOfSites() throws IOException {
        assertThat(peers("amsterdam")).extracting("site").containsExactly("chicago", "sandiego", "edge");
        assertThat(peers("amsterdam").get(0))
                .containsEntry("subject", "CN=chicago,OU=container,O=VM Turntable testbed")
                .containsKey("tokenKey");
        assertThat(peers("amsterdam").get(2)).containsEntry("role", "edge").doesNotContainKey("tokenKey");
    }

    @Test
    void everyFileThatAConfigurationNamesIsThere() throws IOException {
        for (String place : List.of("amsterdam", "chicago", "sandiego", "edge")) {
            assertThat(part(site(place), "identity").values())
                    .allSatisfy(file -> assertThat(Path.of((String) file)).exists());
        }
        assertThat(Path.of(String.valueOf(site("sandiego").get("tokenKeyFile"))))
                .exists();
        assertThat(testbed.snmpSecrets()).exists();
    }

    @Test
    void theClientProfileNamesItsNamespace() throws IOException {
        assertThat(yaml(testbed.clientProfile()))
                .containsEntry("netns", "vt-viz")
                .containsKeys("sites", "identity");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> peers(String place) throws IOException {
        return (List<Map<String, Object>>) Objects.requireNonNull(site(place).get("peers"));
    }

    private static Map<?, ?> part(Map<String, Object> whole, String key) {
        return (Map<?, ?>) Objects.requireNonNull(whole.get(key));
    }

    private static Map<String, Object> site(String place) throws IOException {
        return yaml(testbed.directoryOf(new SiteId(place)).containerConfiguration());
    }

    private static Map<String, Object> yaml(Path file) throws IOException {
        return new Yaml().load(Files.readString(file));
    }
}
