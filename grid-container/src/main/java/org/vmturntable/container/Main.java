package org.vmturntable.container;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The container's command line. */
@Command(
        name = "turntable",
        description = "Grid container of VM Turntable.",
        mixinStandardHelpOptions = true,
        version = "VM Turntable 0.1.0",
        subcommands = {ServeCommand.class, GateCommand.class})
public final class Main {
    private Main() {}

    /** Ends the process with 0, with 1 if the container cannot start, with 2 if the command is wrong. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
