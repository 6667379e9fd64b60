package org.vmturntable.cli.verb;

import java.util.ArrayList;
import java.util.List;
import org.vmturntable.cli.grid.Figures;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.Step;
import org.vmturntable.cli.show.Amounts;
import org.vmturntable.cli.show.Table;
import org.vmturntable.cli.show.Words;

/** A migration as text. */
final class MigrationText {
    private MigrationText() {}

    static List<String> lines(Migration migration) {
        Figures figures = migration.figures();
        List<String> lines = new ArrayList<>(new Table("migration", migration.id())
                .row("machine", migration.vmId())
                .row("from, to", migration.from() + ", " + migration.to())
                .row("state", Words.of(migration.state()))
                .row(
                        "lightpath",
                        figures.lightpathId().orElse("-") + ", "
                                + (figures.bandwidth().isPresent()
                                        ? Amounts.rate(figures.bandwidth().getAsLong())
                                        : "-")
                                + ", RTT " + Amounts.millis(figures.rttMillis()))
                .row("token", figures.tokenId().orElse("-"))
                .row("moved", Amounts.megabytes(migration.progress().bytesMoved()))
                .row("blackout", blackout(figures))
                .row("in all", Amounts.millis(figures.totalMillis()))
                .lines());
        lines.add("");
        lines.addAll(steps(migration).lines());
        migration.failure().ifPresent(failure -> {
            lines.add("");
            lines.addAll(Words.told(failure));
        });
        migration.advice().ifPresent(lines::add);
        return lines;
    }

    private static String blackout(Figures figures) {
        String measured = Amounts.millis(figures.blackoutMillis());
        return figures.blackoutBoundMillis().isEmpty()
                ? measured
                : measured + "; predicted " + Amounts.millis(figures.predictedBlackoutMillis()) + ", at most "
                        + Amounts.millis(figures.blackoutBoundMillis());
    }

    private static Table steps(Migration migration) {
        Table table = new Table("STEP", "STARTED", "TOOK", "GIVEN, OR WHY NOT");
        for (Step step : migration.steps()) {
            table.row(
                    Words.of(step.name()),
                    step.started().toString(),
                    step.took().map(Amounts::seconds).orElse("runs"),
                    step.outcome());
        }
        return table;
    }
}
