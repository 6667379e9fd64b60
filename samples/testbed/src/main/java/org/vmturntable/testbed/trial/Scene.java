package org.vmturntable.testbed.trial;

import java.io.IOException;
import java.time.Clock;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.testbed.demo.probe.GuestOrders;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.topology.Site;
import org.vmturntable.testbed.watch.HypervisorEvents;

/**
 * A testbed that is up, and all by which a trial looks at it and acts on it.
 *
 * @param load of its guest
 */
record Scene(Testbed testbed, TrialGrid grid, HypervisorEvents events, Machine machine, Load load, Clock clock)
        implements AutoCloseable {
    /** Where the testbed's clients are; nothing may be moving. */
    static Scene open(Testbed testbed, Clock clock) throws IOException {
        GuestOrders orders = new GuestOrders(testbed.topology().guest());
        boolean disk = testbed.topology().guest().disk().isPresent();
        return new Scene(
                testbed,
                TrialGrid.open(testbed),
                HypervisorEvents.listen(testbed, clock),
                new Machine(testbed, orders),
                new Load(orders, disk),
                clock);
    }

    Site site(String name) {
        return testbed.topology().site(new SiteId(name));
    }

    boolean hasDisk() {
        return testbed.topology().guest().disk().isPresent();
    }

    @Override
    public void close() {
        events.close();
        grid.close();
    }
}
