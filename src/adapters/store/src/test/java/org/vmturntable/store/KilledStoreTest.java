package org.vmturntable.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmturntable.kernel.MigrationId;

/** A process that is killed with SIGKILL in the middle of its writing. */
class KilledStoreTest {
    private static final int ENOUGH = 50;

    @TempDir
    private Path folder;

    @Test
    void findsEverythingThatWasWrittenBeforeTheKill() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("site");
        List<String> written = writeUntilKilled(url);
        try (SiteStore store = SiteStore.open(url, "", "")) {
            for (String id : written) {
                assertThat(store.migrations().find(MigrationId.parse(id)))
                        .as(id)
                        .isPresent();
            }
        }
    }

    private static List<String> writeUntilKilled(String url) throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        url)
                .redirectErrorStream(true)
                .start();
        List<String> written = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            while (line != null && written.size() < ENOUGH) {
                if (line.matches("[0-9a-f-]{36}")) {
                    written.add(line);
                }
                line = out.readLine();
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
        assertThat(written).hasSize(ENOUGH);
        return written;
    }
}
