package org.vmturntable.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmturntable.cli.grid.GridFailure;

class ProfileFileTest {
    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("client.yaml"), text);
    }

    @Test
    void readsIdentityAndSitesInTheirOrder() throws Exception {
        ClientProfile profile = ProfileFile.read(file("""
                identity: {keyStore: me.p12, trustStore: /ca.p12, passwordFile: password}
                sites: {sandiego: "https://198.18.0.3:8443", amsterdam: "https://198.18.0.1:8443"}
                netns: vt-viz
                """));
        assertThat(profile.identity().keyStore()).isEqualTo(folder.resolve("me.p12"));
        assertThat(profile.identity().trustStore()).isEqualTo(Path.of("/ca.p12"));
        assertThat(profile.sites().keySet()).containsExactly("sandiego", "amsterdam");
        assertThat(profile.sites()).containsEntry("amsterdam", URI.create("https://198.18.0.1:8443"));
    }

    @Test
    void saysEveryMistakeAtOnce() throws Exception {
        Path file = file("""
                identity: {keyStore: me.p12}
                sites: {amsterdam: "http://198.18.0.1", chicago: "not an address"}
                """);
        assertThatThrownBy(() -> ProfileFile.read(file))
                .isInstanceOf(GridFailure.class)
                .hasMessageContainingAll(
                        "identity.trustStore is missing",
                        "identity.passwordFile is missing",
                        "sites.amsterdam must be an https address",
                        "sites.chicago is no address");
    }

    @Test
    void refusesWhatIsNoYamlOrNoMapOrNotThere() throws Exception {
        assertThatThrownBy(() -> ProfileFile.read(file("a: [b"))).hasMessageContaining("is not YAML");
        assertThatThrownBy(() -> ProfileFile.read(file("just text")))
                .hasMessageContaining("must hold names and values");
        assertThatThrownBy(() -> ProfileFile.read(folder.resolve("none.yaml"))).hasMessageContaining("no such file");
    }

    @Test
    void takesTheNamedFileThenTheEnvironmentThenTheTestbedThenHome() throws Exception {
        Path testbed = file("x");
        Map<String, String> environment = Map.of("TURNTABLE_CONFIG", "/env.yaml", "HOME", folder.toString());
        assertThat(ProfileFile.locate(Optional.of(Path.of("/given.yaml")), environment, testbed))
                .isEqualTo(Path.of("/given.yaml"));
        assertThat(ProfileFile.locate(Optional.empty(), environment, testbed)).isEqualTo(Path.of("/env.yaml"));
        assertThat(ProfileFile.locate(Optional.empty(), Map.of(), testbed)).isEqualTo(testbed);
        Path none = folder.resolve("none");
        Path home = Files.createDirectories(folder.resolve(".config/turntable")).resolve("client.yaml");
        assertThatThrownBy(() -> ProfileFile.locate(Optional.empty(), Map.of("HOME", folder.toString()), none))
                .hasMessageContaining("There is no client profile");
        Files.writeString(home, "x");
        assertThat(ProfileFile.locate(Optional.empty(), Map.of("HOME", folder.toString()), none))
                .isEqualTo(home);
    }
}
