package org.vmturntable.cli.verb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.vmturntable.cli.ExitCode;
import org.vmturntable.cli.grid.Finder;
import org.vmturntable.cli.grid.Grid;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.MigrationState;
import org.vmturntable.cli.grid.Reference;
import org.vmturntable.cli.show.Documents;
import org.vmturntable.cli.show.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code turntable migration …} */
@Command(name = "migration", mixinStandardHelpOptions = true, description = "Moves that are under way or ended lately.")
public final class MigrationVerbs extends Noun {
    public MigrationVerbs(Desk desk) {
        super(desk);
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "State, steps, figures and, if it failed, why.",
            footer = {"", "Example: turntable migration show 0b9e2f6e-33b5-4c39-8a56-0a3c6b1f2d11"})
    int show(@Parameters(paramLabel = "ID", description = "The migration's UUID.") String id) {
        try (Grid grid = grid()) {
            Migration migration = new Finder(grid).migration(id);
            printer().one(Documents.migration(migration), MigrationText.lines(migration));
            return ExitCode.OK.number();
        }
    }

    @Command(
            name = "cancel",
            mixinStandardHelpOptions = true,
            description = {
                "Takes a migration back. Possible until the machine has switched over.",
                "Comes back when the site has taken the wish; turntable migration show tells when all is undone."
            },
            footer = {"", "Example: turntable migration cancel 0b9e2f6e-33b5-4c39-8a56-0a3c6b1f2d11"})
    int cancel(@Parameters(paramLabel = "ID", description = "The migration's UUID.") String id) {
        return ask(id, Grid::cancel, "is asked to go back");
    }

    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            description = {
                "Takes a stranded migration up again, where it was given up. The site does so by itself every minute.",
                "Comes back when the site has begun; turntable migration show tells how it ends."
            },
            footer = {"", "Example: turntable migration retry 0b9e2f6e-33b5-4c39-8a56-0a3c6b1f2d11"})
    int retry(@Parameters(paramLabel = "ID", description = "The migration's UUID.") String id) {
        return ask(id, Grid::retry, "is taken up again");
    }

    /** @param what is said of the migration when its site has taken the wish, as in "Migration … is taken up again" */
    private int ask(String id, BiFunction<Grid, Reference, MigrationState> wish, String what) {
        try (Grid grid = grid()) {
            Migration migration = new Finder(grid).migration(id);
            MigrationState now = wish.apply(grid, migration.reference());
            Map<String, @Nullable Object> document = new LinkedHashMap<>();
            document.put("id", migration.id());
            document.put("state", now.name());
            printer()
                    .one(
                            document,
                            List.of("Migration " + migration.id() + " " + what + "; it is now " + Words.of(now) + "."));
            return ExitCode.OK.number();
        }
    }
}
