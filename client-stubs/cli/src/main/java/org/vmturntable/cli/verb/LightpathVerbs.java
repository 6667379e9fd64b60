package org.vmturntable.cli.verb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.vmturntable.cli.ExitCode;
import org.vmturntable.cli.grid.Failure;
import org.vmturntable.cli.grid.Finder;
import org.vmturntable.cli.grid.Grid;
import org.vmturntable.cli.grid.Lightpath;
import org.vmturntable.cli.grid.Reference;
import org.vmturntable.cli.grid.Site;
import org.vmturntable.cli.grid.Survey;
import org.vmturntable.cli.show.Amounts;
import org.vmturntable.cli.show.Documents;
import org.vmturntable.cli.show.Table;
import org.vmturntable.cli.show.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code turntable lightpath …} */
@Command(
        name = "lightpath",
        mixinStandardHelpOptions = true,
        description = "Circuits that were reserved for migrations.")
public final class LightpathVerbs extends Noun {
    public LightpathVerbs(Desk desk) {
        super(desk);
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lightpaths that hold something; with --all also those that are gone.",
            footer = {"", "Example: turntable lightpath list --all"})
    int list(@Option(names = "--all", description = "Released and expired ones too.") boolean all) {
        try (Grid grid = grid()) {
            Survey survey = Survey.of(grid);
            List<Reference> references = survey.sites().stream()
                    .flatMap(site -> site.lightpaths().stream())
                    .map(Site.LightpathEntry::reference)
                    .toList();
            Survey.Answers<Lightpath> answers = Survey.ask(references, grid::lightpath);
            List<Lightpath> shown = answers.given().stream()
                    .filter(lightpath -> all || !lightpath.gone())
                    .toList();
            Map<String, Failure> silent = new LinkedHashMap<>(survey.silent());
            silent.putAll(answers.failures());
            printer().list("lightpaths", shown, Documents::lightpath, table(shown), silent);
            return silent.isEmpty() ? ExitCode.OK.number() : ExitCode.UNREACHABLE.number();
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "One lightpath: its ends, rate, time, VLAN and the elements on its way.",
            footer = {"", "Example: turntable lightpath show 5f0c1a52-0e53-4d0e-a5a7-6fd1e3b6a8f4"})
    int show(@Parameters(paramLabel = "ID", description = "The lightpath's UUID.") String id) {
        try (Grid grid = grid()) {
            Lightpath lightpath = new Finder(grid).lightpath(id);
            printer().one(Documents.lightpath(lightpath), lines(lightpath));
            return ExitCode.OK.number();
        }
    }

    @Command(
            name = "release",
            mixinStandardHelpOptions = true,
            description = {
                "Takes a lightpath down and gives its bandwidth back.",
                "One that carries a migration is needed: cancel the migration instead."
            },
            footer = {"", "Example: turntable lightpath release 5f0c1a52-0e53-4d0e-a5a7-6fd1e3b6a8f4"})
    int release(@Parameters(paramLabel = "ID", description = "The lightpath's UUID.") String id) {
        try (Grid grid = grid()) {
            Lightpath lightpath = new Finder(grid).lightpath(id);
            grid.release(lightpath.reference());
            printer()
                    .one(
                            Map.of("id", lightpath.id(), "released", true),
                            List.of("Lightpath " + lightpath.id() + " is released."));
            return ExitCode.OK.number();
        }
    }

    private static Table table(List<Lightpath> lightpaths) {
        Table table = new Table("ID", "STATE", "FROM", "TO", "BANDWIDTH", "VLAN");
        for (Lightpath lightpath : lightpaths) {
            table.row(
                    lightpath.id(),
                    Words.of(lightpath.state()),
                    lightpath.portA(),
                    lightpath.portB(),
                    Amounts.rate(lightpath.bandwidth()),
                    vlan(lightpath));
        }
        return table;
    }

    private static List<String> lines(Lightpath lightpath) {
        return new Table("lightpath", lightpath.id())
                .row("state", Words.of(lightpath.state()))
                .row("ends", lightpath.portA() + " and " + lightpath.portB())
                .row("bandwidth", Amounts.rate(lightpath.bandwidth()))
                .row(
                        "window",
                        lightpath.from().map(Object::toString).orElse("-") + " to "
                                + lightpath.until().map(Object::toString).orElse("-"))
                .row("VLAN", vlan(lightpath))
                .row(
                        "elements",
                        lightpath.hops().stream().map(Lightpath.Hop::element).collect(Collectors.joining(" - ")))
                .lines();
    }

    private static String vlan(Lightpath lightpath) {
        return lightpath.vlan().isPresent() ? String.valueOf(lightpath.vlan().getAsInt()) : "-";
    }
}
