package org.vmturntable.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.soap.GridFault;

/** One grid for all tests of a class. What its tests leave behind, in whichever order they ran, shows at the end. */
abstract class SharedGrid {
    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    static TestGrid grid;

    @SuppressWarnings("NullAway.Init")
    static Observation seen;

    @BeforeAll
    static void start() throws Exception {
        grid = new TestGrid(folder);
        seen = new Observation(grid);
        grid.startAll();
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            seen.assertEverythingCanBeHadAgain();
        } finally {
            grid.close();
        }
    }

    @AfterEach
    void shutDownMachines() {
        grid.hypervisors.recover();
        grid.hypervisors.shutDown();
    }

    static void assertRefused(FailureCode why, ThrowingCallable call) {
        assertThat(refusal(call).code()).isEqualTo(why.name());
    }

    static GridFault refusal(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        return GridFault.of(thrown).orElseThrow(() -> new AssertionError("no base fault", thrown));
    }
}
