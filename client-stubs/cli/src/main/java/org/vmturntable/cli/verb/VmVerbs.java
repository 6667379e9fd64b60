package org.vmturntable.cli.verb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.vmturntable.cli.ExitCode;
import org.vmturntable.cli.grid.Failure;
import org.vmturntable.cli.grid.Finder;
import org.vmturntable.cli.grid.Grid;
import org.vmturntable.cli.grid.MigrateOrder;
import org.vmturntable.cli.grid.Plan;
import org.vmturntable.cli.grid.Reference;
import org.vmturntable.cli.grid.Site;
import org.vmturntable.cli.grid.Survey;
import org.vmturntable.cli.grid.Vm;
import org.vmturntable.cli.show.Amounts;
import org.vmturntable.cli.show.Documents;
import org.vmturntable.cli.show.Table;
import org.vmturntable.cli.show.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code turntable vm …} */
@Command(name = "vm", mixinStandardHelpOptions = true, description = "Virtual machines, wherever they are just now.")
public final class VmVerbs extends Noun {
    private static final String MAX_BLACKOUT =
            "How long the machine may stand still, milliseconds; if that cannot be promised, nothing begins.";

    public VmVerbs(Desk desk) {
        super(desk);
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Machines of all sites.",
            footer = {"", "Example: turntable vm list"})
    int list() {
        try (Grid grid = grid()) {
            Survey survey = Survey.of(grid);
            List<Reference> present = survey.sites().stream()
                    .flatMap(site -> site.vms().stream())
                    .filter(vm -> !vm.state().equals(Vm.MOVED))
                    .map(Site.VmEntry::reference)
                    .toList();
            Survey.Answers<Vm> answers = Survey.ask(present, grid::vm);
            Map<String, Failure> silent = new LinkedHashMap<>(survey.silent());
            silent.putAll(answers.failures());
            printer().list("vms", answers.given(), Documents::vm, table(answers.given()), silent);
            return silent.isEmpty() ? ExitCode.OK.number() : ExitCode.UNREACHABLE.number();
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "One machine: state, site, memory, addresses, and the migration under way.",
            footer = {"", "Example: turntable vm show search-vm --json"})
    int show(@Parameters(paramLabel = "VM", description = "Name or UUID.") String name) {
        try (Grid grid = grid()) {
            Vm vm = new Finder(grid).vm(name);
            printer().one(Documents.vm(vm), lines(vm));
            return ExitCode.OK.number();
        }
    }

    @Command(
            name = "plan",
            mixinStandardHelpOptions = true,
            description = {
                "Says what a migration would cost: how the machine is moved, how long that takes,"
                        + " how long it stands still, and what can be promised.",
                "Looks at the machine for some seconds, and reserves nothing."
                        + " vm migrate with the same site and bandwidth goes by the plan for five minutes."
            },
            footer = {"", "Example: turntable vm plan search-vm --to sandiego --max-blackout 250"})
    int plan(
            @Parameters(paramLabel = "VM", description = "Name or UUID.") String name,
            @Option(names = "--to", required = true, paramLabel = "SITE", description = "Where to.") String to,
            @Option(
                            names = "--bandwidth",
                            paramLabel = "RATE",
                            converter = RateConverter.class,
                            description = "Rate of the lightpath, such as 900M or 1G; without it the site chooses.")
                    Long bandwidth,
            @Option(names = "--max-blackout", paramLabel = "MS", description = MAX_BLACKOUT) Long maxBlackout) {
        try (Grid grid = grid()) {
            Vm vm = new Finder(grid).vm(name);
            Plan plan = grid.plan(
                    vm.reference(), new MigrateOrder(to, number(bandwidth), number(maxBlackout), Optional.empty()));
            printer().one(Documents.plan(vm, to, plan), PlanText.lines(vm, to, plan));
            return ExitCode.OK.number();
        }
    }

    @Command(
            name = "migrate",
            mixinStandardHelpOptions = true,
            description = {
                "Moves a running machine to another site.",
                "With --wait (the default) shows the steps and the copy, and ends with the migration;"
                        + " with --no-wait as soon as the site has taken the order."
            },
            footer = {
                "",
                "Example: turntable vm migrate search-vm --to sandiego --bandwidth 900M",
                "Ctrl-C ends the waiting only: the migration goes on."
            })
    int migrate(
            @Parameters(paramLabel = "VM", description = "Name or UUID.") String name,
            @Option(names = "--to", required = true, paramLabel = "SITE", description = "Where to.") String to,
            @Option(
                            names = "--bandwidth",
                            paramLabel = "RATE",
                            converter = RateConverter.class,
                            description = "Rate of the lightpath, such as 900M or 1G; without it the site chooses.")
                    Long bandwidth,
            @Option(names = "--max-blackout", paramLabel = "MS", description = MAX_BLACKOUT) Long maxBlackout,
            @Option(
                            names = "--request-id",
                            paramLabel = "ID",
                            description = "Makes a repeated order harmless: the same id is the same migration.")
                    Optional<String> requestId,
            @Option(
                            names = "--wait",
                            negatable = true,
                            defaultValue = "true",
                            fallbackValue = "true",
                            description = "Whether to wait for the end. Default: wait.")
                    boolean wait)
            throws InterruptedException {
        try (Grid grid = grid()) {
            Vm vm = new Finder(grid).vm(name);
            Reference migration = grid.migrate(
                    vm.reference(), new MigrateOrder(to, number(bandwidth), number(maxBlackout), requestId));
            Waiting waiting = new Waiting(desk(), grid, json());
            return wait ? waiting.untilEnd(vm, migration) : waiting.notAtAll(vm, migration);
        }
    }

    @Command(
            name = "watch",
            mixinStandardHelpOptions = true,
            description = {
                "Follows the migration of a machine that is under way, as vm migrate --wait does.",
                "With --json: one line for each look at it."
            },
            footer = {"", "Example: turntable vm watch search-vm"})
    int watch(@Parameters(paramLabel = "VM", description = "Name or UUID.") String name) throws InterruptedException {
        try (Grid grid = grid()) {
            Vm vm = new Finder(grid).vm(name);
            Optional<Reference> migration = vm.migration();
            if (migration.isEmpty()) {
                desk().terminal().err().println(vm.name() + " is at " + vm.site() + "; no migration is under way.");
                return ExitCode.NOT_FOUND.number();
            }
            return new Waiting(desk(), grid, json()).watching(vm, migration.get());
        }
    }

    private static OptionalLong number(@Nullable Long given) {
        return given == null ? OptionalLong.empty() : OptionalLong.of(given);
    }

    private static Table table(List<Vm> vms) {
        Table table = new Table("NAME", "STATE", "SITE", "MEMORY", "DISKS", "CPUS", "ADDRESSES", "ID");
        for (Vm vm : vms) {
            table.row(
                    vm.name(),
                    vm.migration().isPresent() ? "migrating" : Words.of(vm.state()),
                    vm.site(),
                    Amounts.mebibytes(vm.memoryBytes()),
                    vm.disks().isEmpty()
                            ? "-"
                            : Amounts.mebibytes(vm.disks().stream()
                                    .mapToLong(Vm.Disk::sizeBytes)
                                    .sum()),
                    String.valueOf(vm.virtualCpus()),
                    String.join(",", vm.addresses()),
                    vm.id());
        }
        return table;
    }

    private static List<String> lines(Vm vm) {
        Table table = new Table("machine", vm.name())
                .row("id", vm.id())
                .row("state", Words.of(vm.state()))
                .row("site", vm.site())
                .row("memory", Amounts.mebibytes(vm.memoryBytes()))
                .row("processors", String.valueOf(vm.virtualCpus()))
                .row("addresses", String.join(", ", vm.addresses()));
        vm.disks().forEach(disk -> table.row("disk " + disk.target(), disk(disk)));
        vm.obstacle().ifPresent(obstacle -> table.row("not movable", obstacle));
        return table.row("migration", vm.migration().map(Reference::key).orElse("none"))
                .lines();
    }

    private static String disk(Vm.Disk disk) {
        return Amounts.mebibytes(disk.sizeBytes()) + ", of which " + Amounts.mebibytes(disk.writtenBytes())
                + " written over base image " + disk.base();
    }
}
