package org.vmturntable.container.migration;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.traffic.migration.Failure;
import org.vmturntable.traffic.migration.MigrationListener;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.MigrationState;

/** Tells the site's log how migrations go: a line when one begins, when its machine has gone, and when it ends. */
public final class MigrationLog implements MigrationListener {
    private static final Logger LOG = LoggerFactory.getLogger(MigrationLog.class);

    private final Map<MigrationId, MigrationState> said = new ConcurrentHashMap<>();

    @Override
    public void moved(MigrationSaga saga) {
        if (said.put(saga.id(), saga.state()) == saga.state()) {
            return;
        }
        switch (saga.state()) {
            case REQUESTED ->
                LOG.info(
                        "Migration {} of VM {} to {} is asked for by {}",
                        saga.id(),
                        saga.vm(),
                        saga.order().to(),
                        saga.order().caller());
            case SWITCHED_OVER, UNDOING, COMPLETED -> LOG.info("Migration {} is {}", saga.id(), saga.state());
            case ROLLED_BACK, STRANDED ->
                LOG.info(
                        "Migration {} is {}: {}",
                        saga.id(),
                        saga.state(),
                        saga.failure().map(Failure::message).orElse(""));
            default -> LOG.debug("Migration {} is {}", saga.id(), saga.state());
        }
        if (saga.isFinal()) {
            said.remove(saga.id());
        }
    }
}
