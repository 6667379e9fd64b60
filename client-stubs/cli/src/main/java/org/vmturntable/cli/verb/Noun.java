package org.vmturntable.cli.verb;

import java.nio.file.Path;
import java.util.Optional;
import org.vmturntable.cli.grid.Grid;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** A noun of the command line; each of its methods is a verb, and every verb has these options. */
abstract class Noun {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Client profile. Default: $$TURNTABLE_CONFIG, a running testbed's, or"
                    + " ~/.config/turntable/client.yaml.")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print JSON of a stable shape instead of a table; a failure too, on standard error.")
    private boolean json;

    private final Desk desk;

    Noun(Desk desk) {
        this.desk = desk;
    }

    final Desk desk() {
        return desk;
    }

    final Grid grid() {
        return desk.door().open(config);
    }

    final boolean json() {
        return json;
    }

    final Printer printer() {
        return new Printer(desk.terminal(), json);
    }
}
