package org.vmturntable.testbed.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.vmturntable.cli.follow.Pause;
import org.vmturntable.cli.grid.Grid;
import org.vmturntable.cli.grid.Site;
import org.vmturntable.cli.grid.Survey;
import org.vmturntable.cli.grid.Vm;
import org.vmturntable.testbed.process.HostException;

/**
 * Looks if something of an ended migration is still held: a lightpath, a token, room, or the migration itself by what the sites
 * say; a VLAN at an element, or the traffic's way at the edge, by what the network shows.
 */
public final class HeldResources {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final int LOOKS = 10;
    private static final String LIVE = "ISSUED";

    private final Grid grid;
    private final Tokens tokens;
    private final NetworkView network;
    private final Set<String> vlansBefore;
    private final Pause pause;
    private final Set<String> endedTokens = new HashSet<>();

    /** @param vlansBefore what the elements showed before the migrations */
    public HeldResources(Grid grid, Tokens tokens, NetworkView network, Set<String> vlansBefore, Pause pause) {
        this.grid = grid;
        this.tokens = tokens;
        this.network = network;
        this.vlansBefore = Set.copyOf(vlansBefore);
        this.pause = pause;
    }

    /**
     * Looks until nothing is held, for five seconds at most.
     *
     * @return what is still held, in sentences; empty if nothing is
     */
    public List<String> afterHop() throws InterruptedException {
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
        try {
            network.vlans().stream()
                    .filter(vlan -> !vlansBefore.contains(vlan))
                    .map(vlan -> "the cross-connect of " + vlan)
                    .forEach(held::add);
            astray(survey.sites(), network.siteAtEdge()).forEach(held::add);
        } catch (HostException silent) {
            held.add("the network does not tell what it holds: " + silent.getMessage());
        }
        return held;
    }

    private Stream<String> heldAt(Site site) {
        Stream<String> lightpaths = site.lightpaths().stream()
                .filter(lightpath -> !lightpath.gone())
                .map(lightpath -> "lightpath " + lightpath.id() + " is " + lightpath.state() + " at " + site.name());
        Stream<String> migrations = site.migrations().stream()
                .filter(migration -> !migration.state().ended())
                .map(migration -> "migration " + migration.id() + " is " + migration.state() + " at " + site.name());
        Stream<String> liveTokens = site.migrations().stream()
                .flatMap(migration -> grid.migration(migration.reference()).figures().tokenId().stream())
                .filter(token -> !hasEnded(site.name(), token))
                .map(token -> "token " + token + " of " + site.name() + " is still good");
        Stream<String> room = site.room().stream()
                .filter(given -> given.totalMemoryBytes() - given.freeMemoryBytes() != usedMemory(site))
                .map(given -> "room at " + site.name() + ": " + (given.totalMemoryBytes() - given.freeMemoryBytes())
                        + " bytes are taken, its machines use " + usedMemory(site));
        return Stream.of(lightpaths, migrations, liveTokens, room).flatMap(all -> all);
    }

    /** A token that has ended never comes back. */
    private boolean hasEnded(String site, String token) {
        if (endedTokens.contains(token)) {
            return true;
        }
        boolean ended = !tokens.stateOf(site, token).equals(LIVE);
        if (ended) {
            endedTokens.add(token);
        }
        return ended;
    }

    private static Stream<String> astray(List<Site> sites, String siteAtEdge) {
        return sites.stream()
                .filter(site -> site.vms().stream().anyMatch(HeldResources::isHere))
                .map(Site::name)
                .filter(site -> !site.equals(siteAtEdge))
                .map(site ->
                        "the way of the traffic: the edge sends it to " + siteAtEdge + ", the machine is at " + site);
    }

    private long usedMemory(Site site) {
        return site.vms().stream()
                .filter(HeldResources::isHere)
                .mapToLong(vm -> grid.vm(vm.reference()).memoryBytes())
                .sum();
    }

    private static boolean isHere(Site.VmEntry vm) {
        return !vm.state().equals(Vm.MOVED);
    }
}
