package org.vmturntable.testbed.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.topology.TopologyFile;

/** What a takedown removes, and what it leaves. */
class TakedownTest {
    private static final Path IGRID = Path.of("topologies/igrid2005.yaml");

    @TempDir
    private Path parent;

    @Test
    void leavesAFolderThatNoTestbedHasMade() throws IOException {
        Path thesis = Files.writeString(
                Files.createDirectories(state().resolve("work")).resolve("thesis"), "mine");
        assertThatThrownBy(takedown()::run)
                .isInstanceOf(HostException.class)
                .hasMessageContaining(state() + " is not the state of a testbed");
        assertThat(thesis).hasContent("mine");
    }

    @Test
    void leavesAFileWhoseNameWasGivenForAFolders() throws IOException {
        Files.writeString(state(), "mine");
        assertThatThrownBy(takedown()::run).isInstanceOf(HostException.class);
        assertThat(state()).hasContent("mine");
    }

    @Test
    void marksNoFolderThatHoldsSomethingElse() throws IOException {
        Files.writeString(Files.createDirectories(state()).resolve("thesis"), "mine");
        assertThatThrownBy(() -> new StateFolder(state()).create()).isInstanceOf(HostException.class);
        assertThatThrownBy(takedown()::run).isInstanceOf(HostException.class);
    }

    @Test
    void removesWhatATestbedHasMadeHoweverFarItCame() throws IOException {
        new StateFolder(state()).create();
        takedown().run();
        assertThat(state()).doesNotExist();

        new StateFolder(state()).create();
        Files.writeString(Files.createDirectories(state().resolve("logs")).resolve("edge.log"), "words");
        takedown().run();
        assertThat(state()).doesNotExist();
    }

    @Test
    void removesAFolderThatWasNotYetMarked() throws IOException {
        Files.createDirectories(state());
        takedown().run();
        assertThat(state()).doesNotExist();
    }

    private Takedown takedown() {
        // a prefix of its own: a testbed that is up stays up
        return new Takedown(
                new Testbed(TopologyFile.read(IGRID).withNamespaces("vtnone-"), IGRID, Path.of("../.."), state()));
    }

    private Path state() {
        return parent.resolve("state");
    }
}
