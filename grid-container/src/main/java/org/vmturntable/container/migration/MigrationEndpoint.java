package org.vmturntable.container.migration;

import javax.xml.namespace.QName;
import org.oasis_open.docs.wsn.b_2.GetCurrentMessage;
import org.oasis_open.docs.wsn.b_2.GetCurrentMessageResponse;
import org.oasis_open.docs.wsn.b_2.Subscribe;
import org.oasis_open.docs.wsn.b_2.SubscribeResponse;
import org.oasis_open.docs.wsn.bw_2.InvalidFilterFault;
import org.oasis_open.docs.wsn.bw_2.NoCurrentMessageOnTopicFault;
import org.oasis_open.docs.wsn.bw_2.TopicExpressionDialectUnknownFault;
import org.oasis_open.docs.wsn.bw_2.TopicNotSupportedFault;
import org.oasis_open.docs.wsn.bw_2.UnacceptableInitialTerminationTimeFault;
import org.oasis_open.docs.wsrf.rl_2.Destroy;
import org.oasis_open.docs.wsrf.rl_2.DestroyResponse;
import org.oasis_open.docs.wsrf.rlw_2.ResourceNotDestroyedFault;
import org.oasis_open.docs.wsrf.rp_2.GetResourcePropertyDocument;
import org.oasis_open.docs.wsrf.rp_2.GetResourcePropertyDocumentResponse;
import org.oasis_open.docs.wsrf.rp_2.GetResourcePropertyResponse;
import org.oasis_open.docs.wsrf.rpw_2.InvalidResourcePropertyQNameFault;
import org.vmturntable.container.notification.Producer;
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
public final class MigrationEndpoint implements Migration {
    private final MigrationService migrations;
    private final ResourceAnswers resource;
    private final Subscriptions subscriptions;

    public MigrationEndpoint(MigrationService migrations, ResourceAnswers resource, Subscriptions subscriptions) {
        this.migrations = migrations;
        this.resource = resource;
        this.subscriptions = subscriptions;
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
    public SubscribeResponse subscribe(Subscribe request)
            throws TopicNotSupportedFault, TopicExpressionDialectUnknownFault, InvalidFilterFault,
                    UnacceptableInitialTerminationTimeFault {
        return subscriptions.subscribe(producer(), request);
    }

    @Override
    public GetCurrentMessageResponse getCurrentMessage(GetCurrentMessage request)
            throws TopicNotSupportedFault, TopicExpressionDialectUnknownFault, NoCurrentMessageOnTopicFault {
        return subscriptions.currentMessage(producer(), request);
    }

    private static MigrationState state(MigrationSaga saga) {
        return MigrationState.valueOf(saga.state().name());
    }

    private Producer producer() {
        return Producer.of(migrations.get(id()).id());
    }

    private static MigrationId id() {
        return MigrationHome.id(CurrentCall.get().requireKey());
    }

    @Override
    public GetResourcePropertyResponse getResourceProperty(QName request) throws InvalidResourcePropertyQNameFault {
        return resource.property(request);
    }

    @Override
    public GetResourcePropertyDocumentResponse getResourcePropertyDocument(GetResourcePropertyDocument request) {
        return resource.document();
    }

    @Override
    public DestroyResponse destroy(Destroy request) throws ResourceNotDestroyedFault {
        return resource.destroy();
    }
}
