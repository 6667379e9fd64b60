package org.vmturntable.testbed.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every benchmark is asked on the command line, and how it answers. */
public final class BenchOptions {
    private static final int NOT_MET = 3;

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

    /** What a program ends with that has measured: the launcher shows logs only of one that could not. */
    public static int exitCode(boolean met) {
        return met ? CommandLine.ExitCode.OK : NOT_MET;
    }

    /** How often to measure; at least 1. */
    public int runs() {
        return runs;
    }

    /** Refuses a file of {@code --json} that cannot be written, before anything is measured. */
    public void requireWritable() {
        Path file = json == null ? null : json.toAbsolutePath();
        if (file != null && !Files.isWritable(Files.exists(file) ? file : file.resolveSibling("."))) {
            throw new ParameterException(command.commandLine(), file + " cannot be written; name another file.");
        }
    }

    /** Prints one line at once: a benchmark takes long. */
    public void tell(String line) {
        PrintWriter out = command.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    /** The file of {@code --json}, if one was named and is there. */
    public Optional<Path> written() {
        return Optional.ofNullable(json).filter(Files::exists);
    }

    /** Writes the figures to the file of {@code --json}, if one was named. */
    public void write(Map<String, ?> figures) throws IOException {
        if (json != null) {
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), figures);
        }
    }
}
