package org.vmturntable.testbed.trial;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.vmturntable.testbed.deployment.Testbed;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every trial is asked on the command line, and how it answers. */
final class TrialOptions {
    /** Something was not as promised: no defect of the trial that logs of its own would explain. */
    static final int NOT_HELD = 3;
    /** The testbed has come to a state from which no further case can begin. */
    static final int TESTBED_SPENT = 4;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Option(names = "--json", paramLabel = "FILE", description = "Where to write all results, too.")
    private Optional<Path> json = Optional.empty();

    /** Read by the launcher, which puts the testbed up. */
    @Option(
            names = "--topology",
            paramLabel = "FILE",
            description = "The network, a YAML file (default: iGRID 2005's).")
    private Optional<Path> topology = Optional.empty();

    @Option(names = "--state", hidden = true, description = "Where the testbed's files are.")
    private Path state = Testbed.DEFAULT_STATE;

    /** The testbed that is up. */
    Testbed testbed() {
        return Testbed.ofState(state).at(Path.of(System.getProperty("turntable.home", ".")));
    }

    /** Refuses files that cannot be read or written, before anything is tried. */
    void requireFiles() {
        topology.filter(file -> !Files.isReadable(file)).ifPresent(file -> {
            throw new ParameterException(command.commandLine(), file + " cannot be read; name another file.");
        });
        json.map(Path::toAbsolutePath)
                .filter(file -> !Files.isWritable(Files.exists(file) ? file : file.resolveSibling(".")))
                .ifPresent(file -> {
                    throw new ParameterException(
                            command.commandLine(), file + " cannot be written; name another file.");
                });
    }

    /** Prints one line at once: a trial takes long. */
    void tell(String line) {
        PrintWriter out = command.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    void write(Map<String, ?> results) throws IOException {
        if (json.isPresent()) {
            new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(json.get().toFile(), results);
        }
    }
}
