package org.vmturntable.traffic.simulation;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.HandClock;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.hosting.ArrivalGate;
import org.vmturntable.traffic.hosting.HostingRoom;
import org.vmturntable.traffic.hosting.HostingTerms;
import org.vmturntable.traffic.hosting.Landfall;
import org.vmturntable.traffic.migration.Lease;
import org.vmturntable.traffic.migration.MigrateCommand;
import org.vmturntable.traffic.migration.MigrationEngine;
import org.vmturntable.traffic.migration.MigrationService;
import org.vmturntable.traffic.migration.MigrationTerms;
import org.vmturntable.traffic.migration.MigrationWorld;
import org.vmturntable.traffic.migration.Persistence;
import org.vmturntable.traffic.plan.Bounds;
import org.vmturntable.traffic.site.Landing;

/** Amsterdam with one running guest, and San Diego with room for it. One thread; time passes when somebody waits. */
public final class SimulatedGrid {
    public static final SiteId AMSTERDAM = new SiteId("amsterdam");
    public static final SiteId SANDIEGO = new SiteId("sandiego");
    public static final VmId VM = VmId.parse("6b1e2c52-0f0a-4b8e-9b0c-3f2f8f7f9d01");

    /** Two passes, two minutes for all else, ten minutes at a time and 25 in all. */
    public static final Lease LEASE =
            new Lease(2, Duration.ofMinutes(2), Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofMinutes(25));

    public static final Instant START = Instant.parse("2005-09-26T09:00:00Z");

    public final HandClock clock = new HandClock(START);
    public final Chaos chaos;
    public final Hypervisors hypervisors = new Hypervisors();
    public final SimulatedBroker broker;
    public final SimulatedAuthority authority;
    public final SimulatedTunnel tunnel;
    public final InMemoryMigrationJournal journal;
    public final InMemoryVmLedger ledgerHere = new InMemoryVmLedger();
    public final InMemoryVmLedger ledgerThere = new InMemoryVmLedger();
    public final SimulatedGuestMover moverHere;
    public final HostingRoom roomHere;
    public final SimulatedGuestMover moverThere;
    public final HostingRoom roomThere;
    public final SimulatedSites sites;
    public final MigrationWorld world;
    private final Random ids;
    private final Queue<Runnable> runs = new ArrayDeque<>();
    private MigrationService service;

    public SimulatedGrid(long seed) {
        chaos = new Chaos(seed, clock);
        ids = new Random(seed);
        broker = new SimulatedBroker(chaos, clock);
        authority = new SimulatedAuthority(chaos, clock);
        tunnel = new SimulatedTunnel(AMSTERDAM, chaos);
        journal = new InMemoryMigrationJournal(chaos);
        moverHere = new SimulatedGuestMover(AMSTERDAM, hypervisors, chaos, clock);
        moverHere.whileCopying(broker::requireNoneEnded);
        moverHere.over(broker::carries);
        roomHere = room(AMSTERDAM, moverHere, ledgerHere);
        moverThere = new SimulatedGuestMover(SANDIEGO, hypervisors, chaos, clock);
        roomThere = room(SANDIEGO, moverThere, ledgerThere);
        new Landfall(SANDIEGO, roomThere, tunnel.fromElsewhere(), Runnable::run).watch(moverThere);
        Map<SiteId, HostingRoom> others = new HashMap<>(Map.of(SANDIEGO, roomThere));
        sites = new SimulatedSites(AMSTERDAM, others, chaos);
        world = new MigrationWorld(moverHere, sites, authority, broker, tunnel, ledgerHere, roomHere);
        hypervisors.put(AMSTERDAM, VM, GuestState.RUNNING);
        service = newProcess();
    }

    public static MigrateCommand toSanDiego() {
        return new MigrateCommand(VM, SANDIEGO, Optional.empty(), Optional.empty(), Bounds.NONE, "CN=operator");
    }

    public MigrationService service() {
        return service;
    }

    /** Lets everything that was begun go on to its end. */
    public void settle() {
        while (!runs.isEmpty()) {
            runs.remove().run();
        }
    }

    /** Starts the container again after it was killed; nothing of the old process remains. */
    public void restart() {
        runs.clear();
        chaos.restart();
        service = newProcess();
        service.recover();
    }

    private MigrationService newProcess() {
        return new MigrationService(
                terms(),
                world,
                journal,
                new MigrationEngine(runs::add, Runnable::run, clock, clock::pass, this::newId));
    }

    /** Of little patience, so that some migrations strand. */
    public static MigrationTerms terms() {
        Persistence little = new Persistence(Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(5));
        return new MigrationTerms(
                AMSTERDAM,
                PortId.parse("amsterdam:client-1"),
                Bandwidth.ofMegabitsPerSecond(900),
                LEASE,
                little,
                little,
                little);
    }

    private MigrationId newId() {
        return new MigrationId(new UUID(ids.nextLong(), ids.nextLong()));
    }

    private HostingRoom room(SiteId site, SimulatedGuestMover mover, InMemoryVmLedger ledger) {
        return new HostingRoom(
                new HostingTerms(
                        site,
                        Bytes.ofMebibytes(2048),
                        4,
                        PortId.parse(site + ":client-1"),
                        new Landing(URI.create("qemu+tls://" + site + "/system"), URI.create("tcp://10.30.0.3")),
                        Duration.ofHours(1)),
                new InMemoryRoomStore(),
                mover,
                ledger,
                ArrivalGate.NONE,
                clock);
    }
}
