package org.vmturntable.testbed.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vmturntable.cli.grid.CopyProgress;
import org.vmturntable.cli.grid.Failure;
import org.vmturntable.cli.grid.FailureKind;
import org.vmturntable.cli.grid.Figures;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.MigrationState;
import org.vmturntable.cli.grid.Reference;

class UntoldTest {
    private static final Optional<String> WHY = Optional.of("The path is lost.");
    private static final Optional<String> ADVICE = Optional.of("Mend the path.");

    @Test
    void aStrandedMigrationHasToSayWhyAndWhatToDo() {
        assertThat(Untold.of(migration(MigrationState.STRANDED, WHY, ADVICE))).isEmpty();
        assertThat(Untold.of(migration(MigrationState.STRANDED, WHY, Optional.empty())))
                .singleElement()
                .asString()
                .contains("what to do");
        assertThat(Untold.of(migration(MigrationState.STRANDED, Optional.of(""), ADVICE)))
                .singleElement()
                .asString()
                .contains("why");
    }

    @Test
    void oneThatWasUndoneHasToSayWhyAndOneThatArrivedNothing() {
        assertThat(Untold.of(migration(MigrationState.ROLLED_BACK, WHY, Optional.empty())))
                .isEmpty();
        assertThat(Untold.of(migration(MigrationState.ROLLED_BACK, Optional.empty(), Optional.empty())))
                .hasSize(1);
        assertThat(Untold.of(migration(MigrationState.COMPLETED, Optional.empty(), Optional.empty())))
                .isEmpty();
    }

    private static Migration migration(MigrationState state, Optional<String> why, Optional<String> advice) {
        return new Migration(
                "m",
                "v",
                "amsterdam",
                "chicago",
                state,
                List.of(),
                CopyProgress.NONE,
                Figures.NONE,
                why.map(sentence -> Failure.of(FailureKind.EXTERNAL, "PATH_LOST", sentence)),
                advice,
                new Reference("amsterdam", URI.create("https://198.18.0.1:8443/migration/m"), "m"));
    }
}
