package org.vmturntable.testbed.trial;

import org.vmturntable.cli.QuietLibraries;
import org.vmturntable.cli.grid.GridFailure;
import org.vmturntable.cli.show.Words;
import org.vmturntable.kernel.GridException;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.process.Rehearsal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The verbs of {@code turntable trial}. Exit codes: 0 all held, 1 it was refused or failed, 2 not understood, 3 something did not
 * hold, 4 the testbed cannot be gone on with; the launcher puts up another for 4, and says 1 for 3.
 */
@Command(
        name = "turntable trial",
        mixinStandardHelpOptions = true,
        description = "Tries whether a guest is ever run twice or lost, and whether it stays whole.",
        synopsisSubcommandLabel = "(faults | hops)",
        subcommands = {FaultTrial.class, HopTrial.class})
public final class Trial {
    private Trial() {}

    public static void main(String[] words) {
        QuietLibraries.hush();
        CommandLine line = new CommandLine(new Trial());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof GridFailure refused) {
                Words.failure(refused.failure()).forEach(command.getErr()::println);
                return 1;
            }
            if (failure instanceof HostException || failure instanceof GridException) {
                command.getErr().println(failure.getMessage());
                return 1;
            }
            throw failure;
        });
        System.exit(Rehearsal.execute(line, words));
    }
}
