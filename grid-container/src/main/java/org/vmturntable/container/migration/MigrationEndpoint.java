package org.vmturntable.container.migration;

import org.vmturntable.container.notification.Producer;
import org.vmturntable.container.notification.ProducerEndpoint;
import org.vmturntable.container.notification.Subscriptions;
import org.vmturntable.container.resource.ResourceAnswers;
import org.vmturntable.container.soap.CurrentCall;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.soap.migration.Cancel;
import org.vmturntable.soap.migration.CancelResponse;
import org.vmturntable.soap.migration.Migration;
import org.vmturntable.soap.migration.Retry;
import org.vmturntable.soap.migration.RetryResponse;
import org.vmturntable.soap.types.MigrationState;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.MigrationService;

/** A migration, for whoever asked for it or follows it. */
public final class MigrationEndpoint extends ProducerEndpoint implements Migration {
    private final MigrationService migrations;

    public MigrationEndpoint(MigrationService migrations, ResourceAnswers resource, Subscriptions subscriptions) {
        super(resource, subscriptions);
        this.migrations = migrations;
    }

    @Override
    public CancelResponse cancel(Cancel request) {
        CancelResponse response = new CancelResponse();
        response.setState(state(migrations.cancel(id())));
        return response;
    }

    @Override
    public RetryResponse retry(Retry request) {
        RetryResponse response = new RetryResponse();
        response.setState(state(migrations.retry(id())));
        return response;
    }

    @Override
    protected Producer producer() {
        return Producer.of(migrations.get(id()).id());
    }

    private static MigrationState state(MigrationSaga saga) {
        return MigrationState.valueOf(saga.state().name());
    }

    private static MigrationId id() {
        return MigrationHome.id(CurrentCall.get().requireKey());
    }
}
