package org.vmturntable.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.GridException;

class CommandRunnerTest {
    private final CommandRunner runner = CommandRunner.here(Duration.ofSeconds(20));

    @Test
    void givesBackOutputComplaintAndExitCode() {
        CommandRunner.Result good = runner.run(List.of("printf", "%s", "a b; echo c"));
        assertThat(good.output()).isEqualTo("a b; echo c");
        assertThat(good.succeeded()).isTrue();
        CommandRunner.Result bad = runner.run(List.of("ls", "/no/such/place"));
        assertThat(bad.succeeded()).isFalse();
        assertThat(bad.complaint()).contains("/no/such/place");
    }

    @Test
    void killsACommandThatDoesNotEnd() {
        CommandRunner hasty = CommandRunner.here(Duration.ofMillis(300));
        assertThatThrownBy(() -> hasty.run(List.of("sleep", "600")))
                .isInstanceOf(GridException.class)
                .hasMessageContaining("did not end");
    }

    @Test
    void saysWhichCommandIsMissing() {
        assertThatThrownBy(() -> runner.run(List.of("no-such-command")))
                .isInstanceOf(GridException.class)
                .hasMessageContaining("no-such-command");
    }
}
