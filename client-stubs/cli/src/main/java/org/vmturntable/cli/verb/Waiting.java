package org.vmturntable.cli.verb;

import java.util.List;
import org.vmturntable.cli.ExitCode;
import org.vmturntable.cli.follow.MigrationFollower;
import org.vmturntable.cli.follow.MigrationStory;
import org.vmturntable.cli.follow.MigrationWatcher;
import org.vmturntable.cli.grid.Grid;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.Reference;
import org.vmturntable.cli.grid.Vm;
import org.vmturntable.cli.show.Documents;
import org.vmturntable.cli.show.Json;
import org.vmturntable.cli.show.Terminal;
import org.vmturntable.cli.show.Words;

/** Waiting for a migration, or not, and what is printed meanwhile. */
final class Waiting {
    private final Desk desk;
    private final Terminal terminal;
    private final Grid grid;
    private final boolean json;

    Waiting(Desk desk, Grid grid, boolean json) {
        this.desk = desk;
        this.terminal = desk.terminal();
        this.grid = grid;
        this.json = json;
    }

    /** In JSON only the end is printed, so that standard output holds one document. */
    int untilEnd(Vm vm, Reference migration) throws InterruptedException {
        Migration end = follow(vm, migration, json ? new MigrationWatcher() {} : story());
        if (json) {
            terminal.out().println(Json.page(Documents.migration(end)));
        }
        return told(end);
    }

    int watching(Vm vm, Reference migration) throws InterruptedException {
        return told(follow(vm, migration, json ? lines() : story()));
    }

    int notAtAll(Vm vm, Reference reference) {
        Migration migration = grid.migration(reference);
        new Printer(terminal, json)
                .one(
                        Documents.migration(migration),
                        List.of(
                                "Migration " + migration.id() + " of " + vm.name() + " to " + migration.to() + " is "
                                        + Words.of(migration.state()) + ".",
                                "Watch it: turntable vm watch " + vm.name()));
        return ExitCode.OK.number();
    }

    private Migration follow(Vm vm, Reference migration, MigrationWatcher watcher) throws InterruptedException {
        Thread farewell = new Thread(() -> sayHowToGoOn(vm, migration), "farewell");
        Runtime.getRuntime().addShutdownHook(farewell);
        try {
            return new MigrationFollower(grid, desk.clock(), desk.pause()).follow(migration, watcher);
        } finally {
            forget(farewell);
        }
    }

    private static void forget(Thread farewell) {
        try {
            Runtime.getRuntime().removeShutdownHook(farewell);
        } catch (IllegalStateException alreadyShuttingDown) {
            // Ctrl-C came first: then the farewell is what the user shall read.
            return;
        }
    }

    private void sayHowToGoOn(Vm vm, Reference migration) {
        terminal.err().println();
        terminal.err().println("The migration goes on. Watch it: turntable vm watch " + vm.name());
        terminal.err().println("Take it back:           turntable migration cancel " + migration.key());
        terminal.err().flush();
    }

    private MigrationWatcher story() {
        return new MigrationStory(terminal.out(), terminal.live(), desk.clock());
    }

    private MigrationWatcher lines() {
        return new MigrationWatcher() {
            @Override
            public void seen(Migration migration) {
                terminal.out().println(Json.line(Documents.migration(migration)));
            }
        };
    }

    private int told(Migration end) {
        if (!json) {
            terminal.out().println(Words.outcome(end));
            end.failure().ifPresent(failure -> Words.told(failure).forEach(terminal.err()::println));
            end.advice().ifPresent(terminal.err()::println);
        }
        return ExitCode.of(end.state()).number();
    }
}
