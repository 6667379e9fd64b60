package org.vmturntable.testbed.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every benchmark is asked on the command line, and how it answers. */
final class BenchOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    private int runs;

    @Option(names = "--json", paramLabel = "FILE", description = "Where to write all figures, too.")
    private @Nullable Path json;

    @Option(names = "--runs", defaultValue = "3", description = "How often (default: ${DEFAULT-VALUE}).")
    void setRuns(int runs) {
        if (runs < 1) {
            throw new ParameterException(command.commandLine(), "--runs is at least 1");
        }
        this.runs = runs;
    }

    /** How often to measure; at least 1. */
    int runs() {
        return runs;
    }

    /** Prints one line at once: a benchmark takes long. */
    void tell(String line) {
        PrintWriter out = command.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    /** Writes the figures to the file of {@code --json}, if one was named. */
    void write(Map<String, ?> figures) throws IOException {
        if (json != null) {
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), figures);
        }
    }
}
