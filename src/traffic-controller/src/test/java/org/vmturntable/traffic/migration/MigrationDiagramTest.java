package org.vmturntable.traffic.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.TransitionTable;
import org.vmturntable.traffic.hosting.RoomMoves;

/** Keeps docs/migration-states.md the image of the tables. */
class MigrationDiagramTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "migration-states.md");

    @Test
    void theDocumentedStatesAreThoseOfTheTables() throws IOException {
        String page = page();
        if (Boolean.getBoolean("diagrams.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("stale: run this test with -Ddiagrams.write=true")
                .isEqualTo(page);
    }

    private static String page() {
        return """
                # The states of a migration, and of room held for one

                Written by `MigrationDiagramTest` from the tables in the code; do not edit.

                ## A migration, at its source

                Until `COPYING` a failure or a cancel turns back; in `COPYING` the guest's place is found out first. From
                `SWITCHED_OVER` there is only forward. `STRANDED` says what is still held and what to do; a retry leads out of it.

                %s
                ## Room, at the destination

                %s""".formatted(mermaid(MigrationMoves.TABLE), mermaid(RoomMoves.TABLE));
    }

    private static <S extends Enum<S>, E extends Enum<E>> String mermaid(TransitionTable<S, E> table) {
        StringBuilder text = new StringBuilder("```mermaid\nstateDiagram-v2\n");
        text.append("    [*] --> ").append(table.start()).append('\n');
        table.moves()
                .forEach((from, row) -> row.forEach((signal, to) -> text.append("    ")
                        .append(from)
                        .append(" --> ")
                        .append(to)
                        .append(": ")
                        .append(signal)
                        .append('\n')));
        for (S state : table.start().getDeclaringClass().getEnumConstants()) {
            if (table.isEnd(state)) {
                text.append("    ").append(state).append(" --> [*]\n");
            }
        }
        return text.append("```\n").toString();
    }
}
