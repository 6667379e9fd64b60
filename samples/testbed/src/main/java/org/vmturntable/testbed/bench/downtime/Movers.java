package org.vmturntable.testbed.bench.downtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.vmturntable.cli.follow.Pause;
import org.vmturntable.cli.grid.Grid;
import org.vmturntable.testbed.bench.BareMove;
import org.vmturntable.testbed.bench.BenchPath;
import org.vmturntable.testbed.bench.SagaMove;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.element.NetSnmp;
import org.vmturntable.testbed.guest.GuestDisk;
import org.vmturntable.testbed.network.NetworkBuild;
import org.vmturntable.testbed.topology.Site;
import org.vmturntable.testbed.watch.HypervisorEvents;

/** Makes a tool ready for a turn. */
final class Movers {
    /** Each look costs signatures on the cores on which the guest runs. */
    private static final Pause SELDOM =
            time -> Thread.sleep(Duration.ofSeconds(1).toMillis());

    private final Testbed testbed;
    private final NetSnmp manager;
    private final Grid grid;
    private final HypervisorEvents events;

    Movers(Testbed testbed, NetSnmp manager, Grid grid, HypervisorEvents events) {
        this.testbed = testbed;
        this.manager = manager;
        this.grid = grid;
        this.events = events;
    }

    /** Close it before another tool's turn: it may hold the path. */
    Mover of(Tool tool) {
        BenchPath path = new BenchPath(testbed.topology());
        if (tool == Tool.TURNTABLE) {
            return new TurntableMover(
                    new SagaMove(grid, testbed.topology().guest().name(), path, SELDOM));
        }
        boolean disk = testbed.topology().guest().disk().isPresent();
        return new VirshMover(
                new BareMove(testbed, manager, path, disk ? withDisk(tool) : tool.flags()),
                events,
                new NetworkBuild(testbed.topology()),
                disk ? this::makeOverlay : site -> {});
    }

    private static List<String> withDisk(Tool tool) {
        List<String> flags = new ArrayList<>(tool.flags());
        flags.addAll(tool.diskFlags());
        return flags;
    }

    /** Fresh: what an earlier move left there is not what the guest has now. */
    private void makeOverlay(Site to) {
        GuestDisk.createAnew(
                testbed.directoryOf(to.name()),
                testbed.topology().guest(),
                testbed.topology().guest().disk().orElseThrow());
    }
}
