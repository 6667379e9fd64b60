package org.vmturntable.testbed.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.vmturntable.cli.follow.Pause;
import org.vmturntable.cli.grid.Grid;
import org.vmturntable.cli.grid.Site;
import org.vmturntable.cli.grid.Survey;
import org.vmturntable.cli.grid.Vm;

/** Asks all sites if something of an ended migration is still held: a lightpath, room, or the migration itself. */
final class HeldResources {
    private static final java.time.Duration BETWEEN_LOOKS = java.time.Duration.ofMillis(500);
    private static final int LOOKS = 10;

    private final Grid grid;
    private final Pause pause;

    HeldResources(Grid grid, Pause pause) {
        this.grid = grid;
        this.pause = pause;
    }

    /**
     * Looks until nothing is held, for five seconds at most.
     *
     * @return what is still held, in sentences; empty if nothing is
     */
    List<String> afterHop() throws InterruptedException {
        List<String> held = look();
        for (int look = 1; look < LOOKS && !held.isEmpty(); look++) {
            pause.sleep(BETWEEN_LOOKS);
            held = look();
        }
        return held;
    }

    private List<String> look() {
        Survey survey = Survey.of(grid);
        List<String> held = new ArrayList<>();
        survey.silent().forEach((site, why) -> held.add(site + " does not tell what it holds: " + why.sentence()));
        survey.sites().stream().flatMap(this::heldAt).forEach(held::add);
        return held;
    }

    private Stream<String> heldAt(Site site) {
        Stream<String> lightpaths = site.lightpaths().stream()
                .filter(lightpath -> !lightpath.gone())
                .map(lightpath -> "lightpath " + lightpath.id() + " is " + lightpath.state() + " at " + site.name());
        Stream<String> migrations = site.migrations().stream()
                .filter(migration -> !migration.state().ended())
                .map(migration -> "migration " + migration.id() + " is " + migration.state() + " at " + site.name());
        Stream<String> room = site.room().stream()
                .filter(given -> given.totalMemoryBytes() - given.freeMemoryBytes() != usedMemory(site))
                .map(given -> "room at " + site.name() + ": " + (given.totalMemoryBytes() - given.freeMemoryBytes())
                        + " bytes are taken, its machines use " + usedMemory(site));
        return Stream.of(lightpaths, migrations, room).flatMap(all -> all);
    }

    private long usedMemory(Site site) {
        return site.vms().stream()
                .filter(vm -> !vm.state().equals(Vm.MOVED))
                .mapToLong(vm -> grid.vm(vm.reference()).memoryBytes())
                .sum();
    }
}
