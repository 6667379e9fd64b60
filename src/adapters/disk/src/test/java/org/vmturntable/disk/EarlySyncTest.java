package org.vmturntable.disk;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmturntable.kernel.Waiting;

class EarlySyncTest {
    private final EarlySync sync = new EarlySync();

    @TempDir
    private Path folder;

    @Test
    void aFailureIsToldAtEveryLaterCallAndNothingElseIsBegun() throws IOException {
        Path there = Files.writeString(folder.resolve("there"), "content");
        sync.begin(List.of(there, folder.resolve("missing")));
        Waiting.until("the failure is known", Duration.ofSeconds(10), this::hasFailed);
        sync.begin(List.of(there));
        assertThatThrownBy(sync::requireSuccess)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("could not be written to its disk");
        assertThatThrownBy(sync::requireSuccess).isInstanceOf(IOException.class);
    }

    @Test
    void nothingIsToldOfOneThatGoesOnOrSucceeds() throws IOException {
        assertThatCode(sync::requireSuccess).doesNotThrowAnyException();
        Path there = Files.writeString(folder.resolve("there"), "content");
        for (int i = 0; i < 100; i++) {
            sync.begin(List.of(there));
            sync.requireSuccess();
        }
    }

    private boolean hasFailed() {
        try {
            sync.requireSuccess();
            return false;
        } catch (IOException told) {
            return true;
        }
    }
}
