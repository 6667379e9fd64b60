package org.vmturntable.testbed.process;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * Lets the launcher ask if a program understands its words, before it puts up what they need: with {@code --check} before them they
 * are read, and nothing else is done.
 */
public final class Rehearsal {
    private static final String CHECK = "--check";

    /** A command that has more to look at than whether its words can be read. */
    public interface Rehearsed {
        /** @throws CommandLine.ParameterException if it could not do what it was asked */
        void rehearse();
    }

    private Rehearsal() {}

    /**
     * Executes the words, or looks at them only.
     *
     * @return the exit code; of words that were looked at, 0 if they are understood
     */
    public static int execute(CommandLine line, String... words) {
        if (words.length == 0 || !words[0].equals(CHECK)) {
            return line.execute(words);
        }
        return line.setExecutionStrategy(Rehearsal::look).execute(Arrays.copyOfRange(words, 1, words.length));
    }

    private static int look(ParseResult parsed) {
        List<CommandLine> commands = parsed.asCommandLineList();
        Object last = commands.get(commands.size() - 1).getCommand();
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help == null && last instanceof Rehearsed command) {
            command.rehearse();
        }
        return help == null ? CommandLine.ExitCode.OK : help;
    }
}
