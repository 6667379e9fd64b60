package org.vmturntable.traffic.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.authority.Grant;
import org.vmturntable.traffic.edge.TunnelSwitch;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestMover;
import org.vmturntable.traffic.guest.MoveListener;
import org.vmturntable.traffic.guest.MoveOrder;
import org.vmturntable.traffic.guest.MoveOutcome;
import org.vmturntable.traffic.lightpath.LightpathBroker;
import org.vmturntable.traffic.lightpath.LightpathRequest;
import org.vmturntable.traffic.lightpath.PathQuestion;
import org.vmturntable.traffic.lightpath.ReservedLightpath;
import org.vmturntable.traffic.simulation.SimulatedGrid;
import org.vmturntable.traffic.site.Arrival;
import org.vmturntable.traffic.site.HostingSites;
import org.vmturntable.traffic.site.Landing;
import org.vmturntable.traffic.site.Room;

/** Calls over the ocean that do not need each other's answers go out together: each of them here waits for the others. */
class OverlapTest {
    private final SimulatedGrid grid = new SimulatedGrid(1);
    private final CyclicBarrier preparing = new CyclicBarrier(2);
    private final CyclicBarrier copying = new CyclicBarrier(2);
    private final CyclicBarrier afterwards = new CyclicBarrier(3);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void
            preparesWhileItReservesAndBeginsToCopyWhileItSwitchesElementsAndReleasesWhileTheTrafficMovesAndTheGuestSettles() {
        MigrationWorld simulated = grid.world;
        MigrationWorld world = new MigrationWorld(
                new MeetingMover(),
                new MeetingSites(),
                simulated.authority(),
                new MeetingBroker(),
                new MeetingTunnel(),
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

    private static void meet(CyclicBarrier others) {
        try {
            others.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("The other call does not go on at the same time", e);
        }
    }

    /** Begins to copy while elements are still being switched. */
    private final class MeetingMover implements GuestMover {
        @Override
        public MoveOutcome move(MoveOrder order, MoveListener listener) {
            meet(copying);
            return grid.moverHere.move(order, listener);
        }

        @Override
        public List<Guest> guests() {
            return grid.moverHere.guests();
        }

        @Override
        public Optional<Guest> find(VmId vm) {
            return grid.moverHere.find(vm);
        }

        @Override
        public Optional<MoveOutcome> awaitEnd(MoveOrder order, MoveListener listener) {
            return grid.moverHere.awaitEnd(order, listener);
        }

        @Override
        public void cancel(VmId vm) {
            grid.moverHere.cancel(vm);
        }

        @Override
        public Optional<Instant> lastStopped(VmId vm) {
            return grid.moverHere.lastStopped(vm);
        }

        @Override
        public Optional<Instant> lastResumed(VmId vm) {
            return grid.moverHere.lastResumed(vm);
        }

        @Override
        public void discardArrival(VmId vm) {
            grid.moverHere.discardArrival(vm);
        }

        @Override
        public void destroy(VmId vm) {
            grid.moverHere.destroy(vm);
        }
    }

    private final class MeetingTunnel implements TunnelSwitch {
        @Override
        public void bicast(VmId vm, SiteId to, long epoch) {
            grid.tunnel.bicast(vm, to, epoch);
        }

        @Override
        public void move(VmId vm, SiteId to, long epoch) {
            meet(afterwards);
            grid.tunnel.move(vm, to, epoch);
        }
    }

    private final class MeetingBroker implements LightpathBroker {
        @Override
        public Duration survey(PathQuestion question) {
            return grid.broker.survey(question);
        }

        @Override
        public ReservedLightpath reserve(MigrationId migration, Grant grant, LightpathRequest request) {
            meet(preparing);
            return grid.broker.reserve(migration, grant, request);
        }

        @Override
        public int provision(LightpathId lightpath) {
            meet(copying);
            return grid.broker.provision(lightpath);
        }

        @Override
        public Instant extend(LightpathId lightpath, Grant grant, Instant until) {
            return grid.broker.extend(lightpath, grant, until);
        }

        @Override
        public void releaseAllOf(MigrationId migration) {
            meet(afterwards);
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
            meet(preparing);
            return grid.sites.prepare(destination, migration, epoch);
        }

        @Override
        public Arrival arrival(SiteId destination, MigrationId migration) {
            return grid.sites.arrival(destination, migration);
        }

        @Override
        public Arrival commit(SiteId destination, MigrationId migration) {
            meet(afterwards);
            return grid.sites.commit(destination, migration);
        }

        @Override
        public void abort(SiteId destination, MigrationId migration) {
            grid.sites.abort(destination, migration);
        }
    }
}
