package org.vmturntable.testbed.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

class RehearsalTest {
    private final Measure measure = new Measure();
    private final StringWriter err = new StringWriter();
    private final CommandLine line = new CommandLine(measure).setErr(new PrintWriter(err));

    @Test
    void wordsThatAreUnderstoodDoNothingYet() {
        assertThat(Rehearsal.execute(line, "--check", "--runs", "3")).isZero();
        assertThat(measure.done).isFalse();
    }

    @Test
    void wordsThatAreNotUnderstoodAreRefused() {
        assertThat(Rehearsal.execute(line, "--check", "--runs", "many")).isEqualTo(2);
        assertThat(err.toString()).contains("many");
    }

    @Test
    void whatTheCommandItselfCannotDoIsRefusedToo() {
        assertThat(Rehearsal.execute(line, "--check", "--runs", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("nothing to measure");
        assertThat(measure.done).isFalse();
    }

    @Test
    void otherWordsAreCarriedOut() {
        assertThat(Rehearsal.execute(line, "--runs", "3")).isZero();
        assertThat(measure.done).isTrue();
    }

    @Command(name = "measure")
    private static final class Measure implements Runnable, Rehearsal.Rehearsed {
        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec command;

        @Option(names = "--runs")
        private int runs;

        private boolean done;

        @Override
        public void rehearse() {
            if (runs == 0) {
                throw new ParameterException(command.commandLine(), "nothing to measure");
            }
        }

        @Override
        public void run() {
            done = true;
        }
    }
}
