package org.vmturntable.testbed.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vmturntable.cli.grid.CopyProgress;
import org.vmturntable.cli.grid.Failure;
import org.vmturntable.cli.grid.FailureKind;
import org.vmturntable.cli.grid.Figures;
import org.vmturntable.cli.grid.Grid;
import org.vmturntable.cli.grid.GridFailure;
import org.vmturntable.cli.grid.Lightpath;
import org.vmturntable.cli.grid.MigrateOrder;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.MigrationState;
import org.vmturntable.cli.grid.Plan;
import org.vmturntable.cli.grid.Reference;
import org.vmturntable.cli.grid.Site;
import org.vmturntable.cli.grid.Vm;

class HeldResourcesTest {
    private static final long MEMORY = 200L << 20;
    private static final Reference SOMEWHERE = new Reference("chicago", URI.create("https://chicago:8443/x"), "x");

    private final List<Duration> waited = new ArrayList<>();
    private String lightpathState = "RELEASED";
    private MigrationState migrationState = MigrationState.COMPLETED;
    private long taken = MEMORY;
    private boolean silent;
    private String tokenState = "REVOKED";
    private Set<String> vlans = Set.of("VLAN 5 at chicago");
    private String siteAtEdge = "chicago";
    private int releasedAfterLooks = Integer.MAX_VALUE;

    private List<String> held() throws InterruptedException {
        return new HeldResources(
                        new OneSite(),
                        (site, token) -> tokenState,
                        new OneElement(),
                        Set.of("VLAN 5 at chicago"),
                        waited::add)
                .afterHop();
    }

    @Test
    void nothingIsHeldWhenPathsAreReleasedAndRoomIsFree() throws Exception {
        assertThat(held()).isEmpty();
        assertThat(waited).isEmpty();
    }

    @Test
    void seesALightpathThatIsStillUp() throws Exception {
        lightpathState = "PROVISIONED";
        assertThat(held()).containsExactly("lightpath l is PROVISIONED at chicago");
    }

    @Test
    void waitsAMomentForWhatIsJustBeingReleased() throws Exception {
        lightpathState = "RELEASING";
        releasedAfterLooks = 3;
        assertThat(held()).isEmpty();
        assertThat(waited).hasSize(3);
    }

    @Test
    void seesRoomThatWasNotGivenBack() throws Exception {
        taken = 2 * MEMORY;
        assertThat(held()).singleElement().asString().startsWith("room at chicago: 419430400 bytes are taken");
    }

    @Test
    void seesAMigrationThatHasNotEnded() throws Exception {
        migrationState = MigrationState.SETTLED;
        assertThat(held()).containsExactly("migration m is SETTLED at chicago");
    }

    @Test
    void seesATokenThatIsStillGood() throws Exception {
        tokenState = "ISSUED";
        assertThat(held()).containsExactly("token t of chicago is still good");
    }

    @Test
    void seesACrossConnectThatWasNotThereBefore() throws Exception {
        vlans = Set.of("VLAN 5 at chicago", "VLAN 100 at chicago");
        assertThat(held()).containsExactly("the cross-connect of VLAN 100 at chicago");
    }

    @Test
    void seesTrafficThatGoesWhereTheMachineIsNot() throws Exception {
        siteAtEdge = "amsterdam";
        assertThat(held())
                .containsExactly("the way of the traffic: the edge sends it to amsterdam, the machine is at chicago");
    }

    @Test
    void doesNotTakeSilenceForAnAnswer() throws Exception {
        silent = true;
        assertThat(held()).singleElement().asString().contains("does not tell");
    }

    private final class OneElement implements NetworkView {
        @Override
        public Set<String> vlans() {
            return vlans;
        }

        @Override
        public String siteAtEdge() {
            return siteAtEdge;
        }
    }

    /** A grid of which only the directory is asked. */
    private final class OneSite implements Grid {
        @Override
        public List<String> siteNames() {
            return List.of("chicago");
        }

        @Override
        public Site site(String name) {
            if (silent) {
                throw new GridFailure(Failure.of(FailureKind.UNREACHABLE, "SITE_UNREACHABLE", "no answer"));
            }
            lightpathState = releasedAfterLooks-- <= 0 ? "RELEASED" : lightpathState;
            return new Site(
                    name,
                    Optional.of(new Site.Room(2L << 30, (2L << 30) - taken, 4, 3)),
                    List.of(
                            new Site.VmEntry("v", "here", "RUNNING", SOMEWHERE),
                            new Site.VmEntry("w", "gone", Vm.MOVED, SOMEWHERE)),
                    List.of(new Site.MigrationEntry("m", "v", "amsterdam", "chicago", migrationState, SOMEWHERE)),
                    List.of(new Site.LightpathEntry("l", lightpathState, "a:1", "b:1", 1, SOMEWHERE)));
        }

        @Override
        public Vm vm(Reference vm) {
            return new Vm(
                    "v",
                    "here",
                    "RUNNING",
                    "chicago",
                    MEMORY,
                    1,
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    vm);
        }

        @Override
        public Plan plan(Reference vm, MigrateOrder order) {
            throw new AssertionError("nobody plans here");
        }

        @Override
        public Migration migration(Reference migration) {
            Figures figures = new Figures(
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    Optional.of("t"),
                    Optional.empty(),
                    OptionalInt.empty());
            return new Migration(
                    "m",
                    "v",
                    "amsterdam",
                    "chicago",
                    migrationState,
                    List.of(),
                    CopyProgress.NONE,
                    figures,
                    Optional.empty(),
                    Optional.empty(),
                    migration);
        }

        @Override
        public Lightpath lightpath(Reference lightpath) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reference migrate(Reference vm, MigrateOrder order) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MigrationState cancel(Reference migration) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MigrationState retry(Reference migration) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void release(Reference lightpath) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
