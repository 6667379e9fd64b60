package org.vmturntable.testbed.bench.downtime;

import java.time.Duration;
import org.vmturntable.cli.follow.Pause;
import org.vmturntable.cli.grid.Grid;
import org.vmturntable.testbed.bench.BareMove;
import org.vmturntable.testbed.bench.BenchPath;
import org.vmturntable.testbed.bench.SagaMove;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.element.NetSnmp;
import org.vmturntable.testbed.network.NetworkBuild;

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
        return new VirshMover(
                new BareMove(testbed, manager, path, tool.flags()), events, new NetworkBuild(testbed.topology()));
    }
}
