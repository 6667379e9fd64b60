package org.vmturntable.testbed.bench.downtime;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.testbed.bench.SagaMove;
import org.vmturntable.testbed.topology.Site;

/** By SOAP. What it takes is counted from the request to the last state: room, token, lightpath and tunnel are in it. */
final class TurntableMover implements Mover {
    private final SagaMove saga;

    TurntableMover(SagaMove saga) {
        this.saga = saga;
    }

    @Override
    public Moved move(Site from, Site to) throws InterruptedException {
        // who asks for a plan is promised what it says
        saga.plan(to);
        Migration migration = saga.migrate(to);
        OptionalLong bound = migration.figures().blackoutBoundMillis();
        return new Moved(
                SagaMove.total(migration),
                bound.isPresent() ? Optional.of(Duration.ofMillis(bound.getAsLong())) : Optional.empty());
    }

    @Override
    public void close() {}
}
