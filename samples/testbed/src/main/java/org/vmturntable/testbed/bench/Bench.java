package org.vmturntable.testbed.bench;

import org.vmturntable.cli.QuietLibraries;
import org.vmturntable.cli.grid.GridFailure;
import org.vmturntable.cli.show.Words;
import org.vmturntable.kernel.GridException;
import org.vmturntable.testbed.bench.downtime.DowntimeBench;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.process.Rehearsal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The verbs of {@code turntable bench}. Exit codes: 0 the limits are met, 1 it was refused or failed, 2 not understood, 3 they are not
 * met; the launcher says 1 for that, too.
 */
@Command(
        name = "turntable bench",
        mixinStandardHelpOptions = true,
        description = "Measures the project against its limits, and beside the plain tools.",
        synopsisSubcommandLabel = "(wan | hop | start | downtime)",
        subcommands = {WanBench.class, HopBench.class, StartBench.class, DowntimeBench.class})
public final class Bench {
    private Bench() {}

    public static void main(String[] words) {
        QuietLibraries.hush();
        CommandLine line = new CommandLine(new Bench());
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
