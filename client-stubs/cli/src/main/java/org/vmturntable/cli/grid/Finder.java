package org.vmturntable.cli.grid;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds by name or id over all sites, so that a user need not know where a machine is just now. */
public final class Finder {
    private final Grid grid;

    public Finder(Grid grid) {
        this.grid = grid;
    }

    /**
     * @param wanted name or UUID
     * @throws GridFailure kind UNKNOWN_RESOURCE if nobody has it; INVALID_REQUEST if two machines bear the name
     */
    public Vm vm(String wanted) {
        Survey survey = Survey.of(grid);
        List<Site.VmEntry> found = survey.sites().stream()
                .flatMap(site -> site.vms().stream())
                .filter(vm -> vm.name().equals(wanted) || same(vm.id(), wanted))
                .toList();
        return grid.vm(only(survey, settled(found), "virtual machine", "VM_UNKNOWN", wanted)
                .reference());
    }

    public Migration migration(String id) {
        return grid.migration(entry(
                id,
                "migration",
                "MIGRATION_UNKNOWN",
                site -> site.migrations().stream()
                        .filter(migration -> same(migration.id(), id))
                        .map(Site.MigrationEntry::reference)));
    }

    public Lightpath lightpath(String id) {
        return grid.lightpath(entry(
                id,
                "lightpath",
                "LIGHTPATH_UNKNOWN",
                site -> site.lightpaths().stream()
                        .filter(lightpath -> same(lightpath.id(), id))
                        .map(Site.LightpathEntry::reference)));
    }

    private Reference entry(String id, String what, String code, Function<Site, Stream<Reference>> references) {
        Survey survey = Survey.of(grid);
        List<Reference> found = survey.sites().stream().flatMap(references).toList();
        return found.stream().findFirst().orElseThrow(() -> unknown(survey, what, code, id));
    }

    /** The site that a machine has left names it too, for a while: that one counts only if nobody else does. */
    private static List<Site.VmEntry> settled(List<Site.VmEntry> found) {
        List<Site.VmEntry> present =
                found.stream().filter(vm -> !vm.state().equals(Vm.MOVED)).toList();
        return present.isEmpty() ? found : present;
    }

    private static Site.VmEntry only(Survey survey, List<Site.VmEntry> found, String what, String code, String wanted) {
        if (found.isEmpty()) {
            throw unknown(survey, what, code, wanted);
        }
        if (found.stream().map(Site.VmEntry::id).distinct().count() > 1) {
            throw new GridFailure(Failure.of(
                    FailureKind.INVALID_REQUEST,
                    "NAME_AMBIGUOUS",
                    "Several machines are named " + wanted + "; say which one by its id: "
                            + found.stream().map(Site.VmEntry::id).collect(Collectors.joining(", "))));
        }
        return found.stream()
                .filter(vm -> vm.state().equals("RUNNING"))
                .findFirst()
                .orElse(found.get(0));
    }

    /** Without an answer from every site nobody can say that a thing does not exist. */
    private static GridFailure unknown(Survey survey, String what, String code, String wanted) {
        if (survey.silent().isEmpty()) {
            return new GridFailure(
                    Failure.of(FailureKind.UNKNOWN_RESOURCE, code, "No site knows a " + what + " " + wanted + "."));
        }
        String silent = String.join(", ", survey.silent().keySet());
        Failure first = survey.silent().values().iterator().next();
        return new GridFailure(new Failure(
                first.kind(),
                first.code(),
                "No site that answered knows a " + what + " " + wanted + ", but " + silent + " did not answer.",
                true,
                List.of(new Failure.Cause(first.code(), first.sentence()))));
    }

    private static boolean same(String id, String wanted) {
        return id.toLowerCase(Locale.ROOT).equals(wanted.toLowerCase(Locale.ROOT));
    }
}
