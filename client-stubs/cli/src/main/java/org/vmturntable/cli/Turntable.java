package org.vmturntable.cli;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vmturntable.cli.follow.Pause;
import org.vmturntable.cli.grid.Failure;
import org.vmturntable.cli.grid.FailureKind;
import org.vmturntable.cli.grid.GridFailure;
import org.vmturntable.cli.profile.ProfileFile;
import org.vmturntable.cli.show.Documents;
import org.vmturntable.cli.show.Json;
import org.vmturntable.cli.show.Terminal;
import org.vmturntable.cli.show.Words;
import org.vmturntable.cli.soap.SoapGrid;
import org.vmturntable.cli.verb.Desk;
import org.vmturntable.cli.verb.LightpathVerbs;
import org.vmturntable.cli.verb.MigrationVerbs;
import org.vmturntable.cli.verb.SiteVerbs;
import org.vmturntable.cli.verb.VmVerbs;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The command line: {@code turntable vm|migration|lightpath|site VERB}. */
@Command(
        name = "turntable",
        mixinStandardHelpOptions = true,
        version = "VM Turntable 0.1",
        description = "Moves running virtual machines between distant sites.",
        synopsisSubcommandLabel = "NOUN VERB",
        footer = {"", "Example: turntable vm migrate search-vm --to sandiego"})
public final class Turntable {
    private final Desk desk;

    Turntable(Desk desk) {
        this.desk = desk;
    }

    public static void main(String[] arguments) {
        QuietLibraries.hush();
        Desk desk = new Desk(
                profile -> SoapGrid.open(ProfileFile.find(profile, System.getenv())),
                Terminal.ofProcess(),
                Clock.systemUTC(),
                Pause.REAL);
        System.exit(new Turntable(desk).run(arguments));
    }

    /** Runs one command and returns its exit code; everything that goes wrong is told in words. */
    int run(String... arguments) {
        return line().execute(arguments);
    }

    private CommandLine line() {
        CommandLine line = new CommandLine(this)
                .addSubcommand(new VmVerbs(desk))
                .addSubcommand(new MigrationVerbs(desk))
                .addSubcommand(new LightpathVerbs(desk))
                .addSubcommand(new SiteVerbs(desk));
        line.setOut(desk.terminal().out());
        line.setErr(desk.terminal().err());
        line.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE.number());
        describe(line);
        line.setParameterExceptionHandler((wrong, words) -> usage(wrong));
        line.setExecutionExceptionHandler((failure, command, parsed) -> told(failure, command));
        return line;
    }

    /** Every level says what the exit codes mean. */
    private static void describe(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(exitCodes());
        line.getSubcommands().values().forEach(Turntable::describe);
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> list = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            list.put(String.valueOf(code.number()), code.meaning());
        }
        return list;
    }

    private int usage(CommandLine.ParameterException wrong) {
        desk.terminal().err().println(String.valueOf(wrong.getMessage()));
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        desk.terminal().err().println("See: " + command + " --help");
        return ExitCode.USAGE.number();
    }

    /** The border to the user: whatever happened becomes sentences and an exit code. */
    private int told(Exception exception, CommandLine command) {
        Failure failure = exception instanceof GridFailure refused ? refused.failure() : unforeseen(exception);
        boolean json = command.getParseResult().hasMatchedOption("--json");
        if (json) {
            Map<String, Object> document = Map.of("error", Documents.failure(failure));
            desk.terminal().err().println(Json.page(document));
        } else {
            new ArrayList<>(Words.failure(failure)).forEach(desk.terminal().err()::println);
        }
        return ExitCode.of(failure.kind()).number();
    }

    private static Failure unforeseen(Exception exception) {
        if (exception instanceof InterruptedException) {
            return Failure.of(FailureKind.INTERNAL, "INTERRUPTED", "The waiting was interrupted.");
        }
        return new Failure(
                FailureKind.INTERNAL,
                "CLIENT_DEFECT",
                "This program met something that it was not made for: " + exception,
                false,
                List.of());
    }
}
