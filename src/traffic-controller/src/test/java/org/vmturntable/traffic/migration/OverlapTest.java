package org.vmturntable.traffic.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.traffic.authority.Grant;
import org.vmturntable.traffic.lightpath.LightpathBroker;
import org.vmturntable.traffic.lightpath.LightpathRequest;
import org.vmturntable.traffic.lightpath.PathQuestion;
import org.vmturntable.traffic.lightpath.ReservedLightpath;
import org.vmturntable.traffic.simulation.SimulatedGrid;
import org.vmturntable.traffic.site.Arrival;
import org.vmturntable.traffic.site.HostingSites;
import org.vmturntable.traffic.site.Landing;
import org.vmturntable.traffic.site.Room;

/** Calls over the ocean that do not need each other's answers go out together: each pair here waits for its other half. */
class OverlapTest {
    private final SimulatedGrid grid = new SimulatedGrid(1);
    private final CyclicBarrier together = new CyclicBarrier(2);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void switchesElementsWhileTheDestinationPreparesAndReleasesWhileItSettles() {
        MigrationWorld simulated = grid.world;
        MigrationWorld world = new MigrationWorld(
                simulated.guests(),
                new MeetingSites(),
                simulated.authority(),
                new MeetingBroker(),
                simulated.tunnels(),
                simulated.ledger(),
                simulated.expected());
        MigrationService service = new MigrationService(
                SimulatedGrid.terms(),
                world,
                grid.journal,
                new MigrationEngine(Runnable::run, threads, grid.clock, grid.clock::pass, MigrationId::random));

        MigrationId id = service.start(SimulatedGrid.toSanDiego()).id();

        assertThat(service.get(id).state()).isEqualTo(MigrationState.COMPLETED);
        assertThat(service.get(id).steps())
                .hasSize(11)
                .allSatisfy(step -> assertThat(step.failure()).isEmpty());
    }

    private void meet() {
        try {
            together.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("The other call does not go on at the same time", e);
        }
    }

    private final class MeetingBroker implements LightpathBroker {
        @Override
        public Duration survey(PathQuestion question) {
            return grid.broker.survey(question);
        }

        @Override
        public ReservedLightpath reserve(MigrationId migration, Grant grant, LightpathRequest request) {
            return grid.broker.reserve(migration, grant, request);
        }

        @Override
        public int provision(LightpathId lightpath) {
            meet();
            return grid.broker.provision(lightpath);
        }

        @Override
        public Instant extend(LightpathId lightpath, Grant grant, Instant until) {
            return grid.broker.extend(lightpath, grant, until);
        }

        @Override
        public void release(LightpathId lightpath) {
            meet();
            grid.broker.release(lightpath);
        }

        @Override
        public void releaseAllOf(MigrationId migration) {
            grid.broker.releaseAllOf(migration);
        }
    }

    private final class MeetingSites implements HostingSites {
        @Override
        public void requireKnown(SiteId site) {
            grid.sites.requireKnown(site);
        }

        @Override
        public PortId end(SiteId destination) {
            return grid.sites.end(destination);
        }

        @Override
        public Room hold(SiteId destination, RoomRequest request) {
            return grid.sites.hold(destination, request);
        }

        @Override
        public Instant extend(SiteId destination, MigrationId migration, Instant until) {
            return grid.sites.extend(destination, migration, until);
        }

        @Override
        public Landing prepare(SiteId destination, MigrationId migration, long epoch) {
            meet();
            return grid.sites.prepare(destination, migration, epoch);
        }

        @Override
        public Arrival arrival(SiteId destination, MigrationId migration) {
            return grid.sites.arrival(destination, migration);
        }

        @Override
        public Arrival commit(SiteId destination, MigrationId migration) {
            meet();
            return grid.sites.commit(destination, migration);
        }

        @Override
        public void abort(SiteId destination, MigrationId migration) {
            grid.sites.abort(destination, migration);
        }
    }
}
