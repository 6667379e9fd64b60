package org.vmturntable.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.oasis_open.docs.wsrf.rp_2.GetResourcePropertyDocument;
import org.vmturntable.aaa.grant.TokenState;
import org.vmturntable.drac.element.InMemoryElement;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.soap.migration.Migration;
import org.vmturntable.soap.migration.MigrationProperties;
import org.vmturntable.traffic.migration.MigrationSaga;

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
        Migration migration = grid.clients().port(Migration.class, grid.at(site, "/migration/" + id));
        return (MigrationProperties) migration
                .getResourcePropertyDocument(new GetResourcePropertyDocument())
                .getAny();
    }

    /** No room, no token, no bandwidth, no cross-connect is left of the migration. */
    void assertNothingHeld(MigrationId id) throws Exception {
        await("everything given back", () -> grid.elements.values().stream().allMatch(InMemoryElement::isClean));
        for (String site : TestGrid.SITES) {
            assertThat(grid.container(site).foundation().store().rooms().live())
                    .as("rooms at " + site)
                    .isEmpty();
            assertThat(grid.container(site).foundation().store().tokens().findByReservation(id))
                    .as("tokens of " + site)
                    .noneMatch(grant -> grant.usesLeft() > 0 && grant.state() == TokenState.GRANTED);
        }
        assertThat(grid.container("chicago").foundation().store().lightpaths().holding())
                .as("lightpaths")
                .isEmpty();
    }

    void assertRunsOnlyAt(String site, VmId vm) {
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
