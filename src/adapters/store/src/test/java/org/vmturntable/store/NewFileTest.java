package org.vmturntable.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:file:./no-such-folder/site",
                "jdbc:h2:../no-such-folder/site;RETENTION_TIME=100",
                "jdbc:h2:file:~/no-such-folder/site",
                "jdbc:h2:/no-such-folder/site"
            })
    void isEachFileThatH2WouldMake(String url) {
        assertThat(NewFile.of(url)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:mem:site", "jdbc:h2:tcp://127.0.0.1:1/site", "jdbc:postgresql://127.0.0.1/site"})
    void isNoDatabaseInMemoryOrOfAServer(String url) {
        assertThat(NewFile.of(url)).isEmpty();
    }

    @Test
    void isNoFileThatIsThere() throws IOException {
        Files.createFile(folder.resolve("site.mv.db"));
        assertThat(NewFile.of("jdbc:h2:file:" + folder.resolve("site"))).isEmpty();
    }

    @Test
    void hasItsNameOnlyWhenItsSchemaIsMade() throws IOException {
        Path site = folder.resolve("site.mv.db");
        NewFile file = NewFile.of("jdbc:h2:file:" + folder.resolve("site")).orElseThrow();
        file.make(url -> {
            assertThat(url).isEqualTo("jdbc:h2:file:" + folder.resolve("site.unfinished"));
            assertThat(site).doesNotExist();
            made(folder.resolve("site.unfinished.mv.db"));
        });
        assertThat(site).exists();
    }

    private static void made(Path path) {
        assertThat(path.toFile()).doesNotExist();
        try {
            Files.createFile(path);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
