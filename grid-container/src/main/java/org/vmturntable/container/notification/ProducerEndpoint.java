package org.vmturntable.container.notification;

import org.oasis_open.docs.wsn.b_2.GetCurrentMessage;
import org.oasis_open.docs.wsn.b_2.GetCurrentMessageResponse;
import org.oasis_open.docs.wsn.b_2.Subscribe;
import org.oasis_open.docs.wsn.b_2.SubscribeResponse;
import org.oasis_open.docs.wsn.bw_2.InvalidFilterFault;
import org.oasis_open.docs.wsn.bw_2.NoCurrentMessageOnTopicFault;
import org.oasis_open.docs.wsn.bw_2.SubscribeCreationFailedFault;
import org.oasis_open.docs.wsn.bw_2.TopicExpressionDialectUnknownFault;
import org.oasis_open.docs.wsn.bw_2.TopicNotSupportedFault;
import org.oasis_open.docs.wsn.bw_2.UnacceptableInitialTerminationTimeFault;
import org.vmturntable.container.resource.ResourceAnswers;
import org.vmturntable.container.resource.ResourceEndpoint;

/** The operations of a kind of WS-Resource that has events. */
public abstract class ProducerEndpoint extends ResourceEndpoint {
    private final Subscriptions subscriptions;

    protected ProducerEndpoint(ResourceAnswers resource, Subscriptions subscriptions) {
        super(resource);
        this.subscriptions = subscriptions;
    }

    /** The resource that the current call is about; throws if it is not here. */
    protected abstract Producer producer();

    public SubscribeResponse subscribe(Subscribe request)
            throws TopicNotSupportedFault, TopicExpressionDialectUnknownFault, InvalidFilterFault,
                    UnacceptableInitialTerminationTimeFault, SubscribeCreationFailedFault {
        return subscriptions.subscribe(producer(), request);
    }

    public GetCurrentMessageResponse getCurrentMessage(GetCurrentMessage request)
            throws TopicNotSupportedFault, TopicExpressionDialectUnknownFault, NoCurrentMessageOnTopicFault {
        return subscriptions.currentMessage(producer(), request);
    }
}
