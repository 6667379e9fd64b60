package org.vmturntable.testbed.trial;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The results so far; with a file, those of an earlier run on another testbed come first, for a long trial may need several. */
final class TrialLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Optional<Path> file;
    private final List<CaseResult> results = new ArrayList<>();

    TrialLog(Optional<Path> file) throws IOException {
        this.file = file;
        if (file.isPresent() && Files.exists(file.get())) {
            results.addAll(JSON.readValue(file.get().toFile(), new TypeReference<List<CaseResult>>() {}));
        }
    }

    List<CaseResult> results() {
        return List.copyOf(results);
    }

    boolean has(TrialCase trial) {
        return results.stream().anyMatch(result -> result.name().equals(trial.name()));
    }

    void add(CaseResult result) throws IOException {
        results.add(result);
        if (file.isPresent()) {
            JSON.writerWithDefaultPrettyPrinter().writeValue(file.get().toFile(), results);
        }
    }
}
