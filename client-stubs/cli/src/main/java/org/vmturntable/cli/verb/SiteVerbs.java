package org.vmturntable.cli.verb;

import org.vmturntable.cli.ExitCode;
import org.vmturntable.cli.grid.Grid;
import org.vmturntable.cli.grid.Site;
import org.vmturntable.cli.grid.Survey;
import org.vmturntable.cli.show.Amounts;
import org.vmturntable.cli.show.Documents;
import org.vmturntable.cli.show.Table;
import picocli.CommandLine.Command;

/** {@code turntable site …} */
@Command(name = "site", mixinStandardHelpOptions = true, description = "The sites of the grid.")
public final class SiteVerbs extends Noun {
    public SiteVerbs(Desk desk) {
        super(desk);
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Sites with their room, and how many machines, migrations and lightpaths each has.",
            footer = {"", "Example: turntable site list --json"})
    int list() {
        try (Grid grid = grid()) {
            Survey survey = Survey.of(grid);
            printer().list("sites", survey.sites(), Documents::site, table(survey), survey.silent());
            return survey.silent().isEmpty() ? ExitCode.OK.number() : ExitCode.UNREACHABLE.number();
        }
    }

    private static Table table(Survey survey) {
        Table table = new Table("SITE", "FREE MEMORY", "FREE CPUS", "VMS", "MIGRATIONS", "LIGHTPATHS");
        for (Site site : survey.sites()) {
            table.row(
                    site.name(),
                    site.room()
                            .map(room -> Amounts.mebibytes(room.freeMemoryBytes()) + " of "
                                    + Amounts.mebibytes(room.totalMemoryBytes()))
                            .orElse("-"),
                    site.room()
                            .map(room -> room.freeVirtualCpus() + " of " + room.totalVirtualCpus())
                            .orElse("-"),
                    String.valueOf(site.vms().size()),
                    String.valueOf(site.migrations().stream()
                            .filter(migration -> !migration.state().ended())
                            .count()),
                    String.valueOf(site.lightpaths().size()));
        }
        return table;
    }
}
