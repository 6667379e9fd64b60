package org.vmturntable.testbed.bench.downtime;

import java.util.Optional;
import java.util.function.Consumer;
import org.vmturntable.testbed.bench.BareMove;
import org.vmturntable.testbed.network.NetworkBuild;
import org.vmturntable.testbed.topology.Site;
import org.vmturntable.testbed.watch.HypervisorEvents;

/**
 * By {@code virsh} over a path that is joined beforehand, which is not counted. It does not know of the tunnel: the bench moves
 * that for it, the moment it hears RESUME and without a way to go, as no one could at real sites.
 */
final class VirshMover implements Mover {
    private final BareMove bare;
    private final HypervisorEvents events;
    private final NetworkBuild network;
    private final Consumer<Site> before;

    /** @param before what has to be made at the destination, which virsh does not do; it is not counted */
    VirshMover(BareMove bare, HypervisorEvents events, NetworkBuild network, Consumer<Site> before) {
        this.bare = bare;
        this.before = before;
        this.events = events;
        this.network = network;
        bare.join();
    }

    @Override
    public Moved move(Site from, Site to) {
        before.accept(to);
        events.at(to).atNextResume(() -> network.openEntrance(to));
        return new Moved(bare.migrate(from, to), Optional.empty());
    }

    @Override
    public void close() {
        bare.part();
    }
}
