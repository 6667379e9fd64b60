package org.vmturntable.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import org.oasis_open.docs.wsrf.rp_2.GetResourcePropertyDocument;
import org.vmturntable.aaa.grant.TokenState;
import org.vmturntable.drac.element.InMemoryElement;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.soap.migration.MigrationProperties;
import org.vmturntable.soap.vm.Migrate;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.MigrationState;
import org.vmturntable.tunnel.Ipv4Address;

/** What a test sees of a grid, from outside and from inside. */
final class Observation {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestGrid grid;

    Observation(TestGrid grid) {
        this.grid = grid;
    }

    /** The migration as it ended, as its site has it. */
    MigrationSaga end(String site, MigrationId id) throws Exception {
        await("the end of migration " + id, () -> saga(site, id).isFinal());
        return saga(site, id);
    }

    MigrationSaga saga(String site, MigrationId id) {
        return grid.container(site).migrations().orElseThrow().get(id);
    }

    /** The migration's properties, as SOAP tells them. */
    MigrationProperties properties(String site, MigrationId id) throws Exception {
        return (MigrationProperties) grid.migration(site, id)
                .getResourcePropertyDocument(new GetResourcePropertyDocument())
                .getAny();
    }

    /** The machine runs there and nowhere else, its traffic enters there, and nothing is left of the migration. */
    void assertLivesAt(String site, Guest guest, MigrationId id) throws Exception {
        assertRunsOnlyAt(site, guest.id());
        assertNothingHeld(id);
        assertThat(grid.edge().get(guest.id()).at()).as("the edge's entry").hasToString(site);
        assertThat(tunnelEnds(guest)).as("the edge's tunnel").containsExactly(TestGrid.tunnelEnd(site));
    }

    void awaitTrafficAt(String site, Guest guest) throws Exception {
        await("the traffic at " + site, () -> tunnelEnds(guest).equals(Set.of(TestGrid.tunnelEnd(site))));
    }

    void awaitNoTraffic(Guest guest) throws Exception {
        await("no traffic", () -> tunnelEnds(guest).isEmpty());
    }

    /** Where the edge sends the machine's packets. */
    Set<Ipv4Address> tunnelEnds(Guest guest) {
        return grid.plane.endpointsOf(TestGrid.mac(guest), TestGrid.address(guest));
    }

    /** No room, no token that is worth anything, no bandwidth, no cross-connect is left of the migration. */
    void assertNothingHeld(MigrationId id) throws Exception {
        assertNothingHeld();
        for (String site : grid.sites()) {
            assertThat(grid.container(site).foundation().store().tokens().findByReservation(id))
                    .as("tokens of " + site)
                    .allMatch(grant -> TokenState.MOVES.isEnd(grant.state()));
        }
    }

    /** No room, no bandwidth and no cross-connect, of whatever migration. */
    void assertNothingHeld() throws Exception {
        await("everything given back", () -> grid.elements.values().stream().allMatch(InMemoryElement::isClean));
        for (String site : grid.sites()) {
            assertThat(grid.container(site).foundation().store().rooms().live())
                    .as("rooms at " + site)
                    .isEmpty();
        }
        assertThat(grid.container("chicago").foundation().store().lightpaths().holding())
                .as("lightpaths")
                .isEmpty();
    }

    /** Whatever came before, the links' whole bandwidth, the ports and the room can be had: no ledger holds a forgotten rest. */
    void assertEverythingCanBeHadAgain() throws Exception {
        Guest guest = grid.boot("amsterdam", 1024);
        Migrate order = TestGrid.order("sandiego");
        order.setBandwidthBps(1_000_000_000L);
        MigrationId id = grid.migrate("amsterdam", guest.id(), order);
        assertThat(end("amsterdam", id).state()).isEqualTo(MigrationState.COMPLETED);
        assertLivesAt("sandiego", guest, id);
    }

    private void assertRunsOnlyAt(String site, VmId vm) {
        assertThat(grid.hypervisors.runsAt(vm)).containsExactly(site);
    }

    static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(deadline);
            Thread.sleep(10);
        }
    }
}
