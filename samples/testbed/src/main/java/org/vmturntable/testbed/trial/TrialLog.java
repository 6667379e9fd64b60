package org.vmturntable.testbed.trial;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The results so far, and the seed by which cases were picked; with a file, those of an earlier run on another testbed come first,
 * for a long trial may need several.
 */
final class TrialLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Optional<Path> file;
    private final List<CaseResult> results = new ArrayList<>();
    private @Nullable Long seed;

    /** As it stands in the file. */
    private record Progress(@Nullable Long seed, List<CaseResult> results) {
        private Progress {
            results = List.copyOf(results);
        }
    }

    TrialLog(Optional<Path> file) throws IOException {
        this.file = file;
        if (file.isPresent() && Files.exists(file.get())) {
            Progress earlier = JSON.readValue(file.get().toFile(), Progress.class);
            seed = earlier.seed();
            results.addAll(earlier.results());
        }
    }

    List<CaseResult> results() {
        return List.copyOf(results);
    }

    boolean has(TrialCase trial) {
        return results.stream().anyMatch(result -> result.name().equals(trial.name()));
    }

    /** The seed of the whole trial, however many testbeds it takes: this one, unless an earlier run has noted another. */
    long seed(long first) throws IOException {
        if (seed == null) {
            seed = first;
            write();
        }
        return seed;
    }

    void add(CaseResult result) throws IOException {
        results.add(result);
        write();
    }

    private void write() throws IOException {
        if (file.isPresent()) {
            JSON.writerWithDefaultPrettyPrinter().writeValue(file.get().toFile(), new Progress(seed, results));
        }
    }
}
