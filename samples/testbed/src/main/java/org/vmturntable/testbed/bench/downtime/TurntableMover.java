package org.vmturntable.testbed.bench.downtime;

import java.time.Duration;
import org.vmturntable.testbed.bench.SagaMove;
import org.vmturntable.testbed.topology.Site;

/** By SOAP. What it takes is counted from the request to the last state: room, token, lightpath and tunnel are in it. */
final class TurntableMover implements Mover {
    private final SagaMove saga;

    TurntableMover(SagaMove saga) {
        this.saga = saga;
    }

    @Override
    public Duration move(Site from, Site to) throws InterruptedException {
        return SagaMove.total(saga.migrate(to));
    }

    @Override
    public void close() {}
}
