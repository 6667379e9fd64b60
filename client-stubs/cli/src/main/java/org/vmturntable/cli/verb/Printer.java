package org.vmturntable.cli.verb;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vmturntable.cli.grid.Failure;
import org.vmturntable.cli.show.Documents;
import org.vmturntable.cli.show.Json;
import org.vmturntable.cli.show.Table;
import org.vmturntable.cli.show.Terminal;

/** Prints a result in the form that the user asked for. */
final class Printer {
    private final Terminal terminal;
    private final boolean json;

    Printer(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
    }

    /** Sites that were silent are told on the error stream, or beside the list in JSON. */
    <T> void list(
            String name,
            List<T> entries,
            Function<T, Map<String, @Nullable Object>> document,
            Table table,
            Map<String, Failure> silent) {
        if (json) {
            terminal.out()
                    .println(Json.page(
                            Documents.list(name, entries.stream().map(document).toList(), silent)));
            return;
        }
        table.lines().forEach(terminal.out()::println);
        silent.forEach((site, failure) -> terminal.err().println(site + " is silent: " + failure.sentence()));
    }

    /** One thing: its document, or lines of a name and a value. */
    void one(Map<String, @Nullable Object> document, List<String> lines) {
        if (json) {
            terminal.out().println(Json.page(document));
        } else {
            lines.forEach(terminal.out()::println);
        }
    }
}
