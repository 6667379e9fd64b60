package org.vmturntable.testbed.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.vmturntable.cli.follow.MigrationFollower;
import org.vmturntable.cli.follow.Pause;
import org.vmturntable.cli.grid.Finder;
import org.vmturntable.cli.grid.Grid;
import org.vmturntable.cli.grid.GridFailure;
import org.vmturntable.cli.grid.MigrateOrder;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.Reference;
import org.vmturntable.cli.grid.Vm;
import org.vmturntable.cli.show.Terminal;
import org.vmturntable.cli.show.Words;
import org.vmturntable.testbed.demo.probe.ClientView;
import org.vmturntable.testbed.demo.probe.GuestHealth;
import org.vmturntable.testbed.demo.probe.Probes;

/** The guest's way from site to site, with the client's probes on all along. */
final class Journey {
    static final int CHECK_PORT = 7070;

    private final Grid grid;
    private final HeldResources holdings;
    private final Terminal terminal;
    private final Clock clock;
    private final Pause pause;
    private final List<HopReport> done = new ArrayList<>();
    private boolean intact = true;

    Journey(Grid grid, HeldResources holdings, Terminal terminal, Clock clock, Pause pause) {
        this.grid = grid;
        this.holdings = holdings;
        this.terminal = terminal;
        this.clock = clock;
        this.pause = pause;
    }

    /** Goes all the way, or until something fails; the report says which. */
    DemoReport travel(Vm start, Route route, Probes probes) throws InterruptedException {
        Optional<String> failure = Optional.empty();
        Vm vm = start;
        for (int hop = 0; hop < route.stops().size() && failure.isEmpty(); hop++) {
            String to = route.stops().get(hop);
            terminal.out().println();
            terminal.out()
                    .printf("Hop %d of %d: %s -> %s%n", hop + 1, route.stops().size(), vm.site(), to);
            try {
                failure = hop(vm, to, probes);
                vm = failure.isPresent() ? vm : new Finder(grid).vm(vm.id());
            } catch (GridFailure refused) {
                failure = Optional.of(String.join("\n  ", Words.failure(refused.failure())));
            }
        }
        return new DemoReport(done, route.stops().size(), probes.finishSession(), intact && !done.isEmpty(), failure);
    }

    private Optional<String> hop(Vm vm, String to, Probes probes) throws InterruptedException {
        Probes.Mark begin = probes.mark();
        MigrateOrder order = new MigrateOrder(
                to, OptionalLong.empty(), Optional.of(UUID.randomUUID().toString()));
        Reference reference = grid.migrate(vm.reference(), order);
        HopStory story = new HopStory(terminal, clock, new Finder(grid)::lightpath);
        Migration migration = new MigrationFollower(grid, clock, pause).follow(reference, story);
        ClientView client = probes.since(begin);
        HopReport report = new HopReport(vm.name(), migration, client);
        done.add(report);
        tell(report);
        Optional<String> ill = health(vm);
        intact &= ill.isEmpty();
        if (!report.completed()) {
            return Optional.of(whyNot(migration));
        }
        return ill.isPresent() ? ill : afterwards(probes);
    }

    private void tell(HopReport report) {
        PrintWriter out = terminal.out();
        out.println("  " + Words.outcome(report.migration()));
        ClientView client = report.client();
        out.printf(
                "  The client heard nothing for %d ms at most (pings %d ms, TCP session %d ms); %d pings, %d lost, %d twice.%n",
                client.gap().millis(),
                client.pingSilence().millis(),
                client.echoSilence().millis(),
                client.pings().sent(),
                client.pings().lost(),
                client.pings().duplicates());
    }

    private static String whyNot(Migration migration) {
        return Words.outcome(migration)
                + migration
                        .failure()
                        .map(failure -> "\n  " + String.join("\n  ", Words.told(failure)))
                        .orElse("");
    }

    /** A hop counts only if the session lives on and nothing is held any more. */
    private Optional<String> afterwards(Probes probes) throws InterruptedException {
        if (probes.session().fault().isPresent()) {
            return probes.session().fault().map(fault -> "The client's TCP session did not survive: " + fault);
        }
        List<String> held = holdings.afterHop();
        if (!held.isEmpty()) {
            return Optional.of("Something is still held: " + String.join("; ", held));
        }
        terminal.out()
                .println(
                        "  Nothing is held: lightpath, token and room are given back, the elements have joined no ports,"
                                + " and the edge sends the guest's traffic to where it is.");
        return Optional.empty();
    }

    private Optional<String> health(Vm vm) {
        try {
            GuestHealth health =
                    GuestHealth.ask(new InetSocketAddress(vm.addresses().get(0), CHECK_PORT));
            terminal.out().println("  The guest says: " + health.sentence() + ".");
            return health.faithful() ? Optional.empty() : Optional.of("The guest was not carried faithfully.");
        } catch (IOException silent) {
            return Optional.of("The guest cannot be asked about its memory: " + silent.getMessage());
        }
    }
}
