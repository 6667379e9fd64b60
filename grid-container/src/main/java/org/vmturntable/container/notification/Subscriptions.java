package org.vmturntable.container.notification;

import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.apache.cxf.ws.addressing.EndpointReferenceType;
import org.oasis_open.docs.wsn.b_2.GetCurrentMessage;
import org.oasis_open.docs.wsn.b_2.GetCurrentMessageResponse;
import org.oasis_open.docs.wsn.b_2.InvalidFilterFaultType;
import org.oasis_open.docs.wsn.b_2.NoCurrentMessageOnTopicFaultType;
import org.oasis_open.docs.wsn.b_2.Subscribe;
import org.oasis_open.docs.wsn.b_2.SubscribeCreationFailedFaultType;
import org.oasis_open.docs.wsn.b_2.SubscribeResponse;
import org.oasis_open.docs.wsn.b_2.TopicExpressionDialectUnknownFaultType;
import org.oasis_open.docs.wsn.b_2.TopicNotSupportedFaultType;
import org.oasis_open.docs.wsn.b_2.UnacceptableInitialTerminationTimeFaultType;
import org.oasis_open.docs.wsn.bw_2.InvalidFilterFault;
import org.oasis_open.docs.wsn.bw_2.NoCurrentMessageOnTopicFault;
import org.oasis_open.docs.wsn.bw_2.SubscribeCreationFailedFault;
import org.oasis_open.docs.wsn.bw_2.TopicExpressionDialectUnknownFault;
import org.oasis_open.docs.wsn.bw_2.TopicNotSupportedFault;
import org.oasis_open.docs.wsn.bw_2.UnacceptableInitialTerminationTimeFault;
import org.vmturntable.container.resource.XmlDom;
import org.vmturntable.container.soap.BaseFaultMapper;
import org.vmturntable.container.soap.CurrentCall;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.soap.EndpointReferences;
import org.vmturntable.wsrf.notification.Delivery;
import org.vmturntable.wsrf.notification.Subscription;
import org.vmturntable.wsrf.notification.SubscriptionHome;
import org.vmturntable.wsrf.notification.SubscriptionWish;

/** The producer's side of WS-BaseNotification, once for every kind of resource that has events. */
public final class Subscriptions {
    private final SubscriptionHome home;
    private final MigrationEvents events;
    private final Delivery delivery;
    private final ConsumerRules consumers;
    private final URI manager;
    private final BaseFaultMapper faults;
    private final Clock clock;

    /** @param manager address of the subscription manager, without a key */
    public Subscriptions(
            SubscriptionHome home,
            MigrationEvents events,
            Delivery delivery,
            ConsumerRules consumers,
            URI manager,
            BaseFaultMapper faults,
            Clock clock) {
        this.home = home;
        this.events = events;
        this.delivery = delivery;
        this.consumers = consumers;
        this.manager = manager;
        this.faults = faults;
        this.clock = clock;
    }

    /** Tells of what happens from now on. */
    public SubscribeResponse subscribe(Producer producer, Subscribe asked)
            throws TopicNotSupportedFault, TopicExpressionDialectUnknownFault, InvalidFilterFault,
                    UnacceptableInitialTerminationTimeFault, SubscribeCreationFailedFault {
        try {
            Subscription added = add(producer, request(asked), events.latest(producer.toString()));
            return response(added);
        } catch (GridException refused) {
            throw refused(refused);
        }
    }

    /**
     * Checks a subscription that comes embedded in another request, before anything is done for that.
     *
     * @throws GridException as the request is wrong
     */
    public void check(Subscribe embedded) {
        home.requireAllowed(subscriber(), request(embedded).ends());
    }

    /** Tells of everything that has happened and will happen. The same consumer's wish for the same producer counts once. */
    public EndpointReferenceType subscribeFromTheBeginning(Producer producer, Subscribe embedded) {
        SubscribeRequest request = request(embedded);
        Optional<Subscription> before = home.all().stream()
                .filter(each -> each.producer().equals(producer.toString())
                        && each.consumer().equals(request.consumer()))
                .findFirst();
        return reference(before.orElseGet(() -> add(producer, request, 0)));
    }

    public GetCurrentMessageResponse currentMessage(Producer producer, GetCurrentMessage asked)
            throws TopicNotSupportedFault, TopicExpressionDialectUnknownFault, NoCurrentMessageOnTopicFault {
        try {
            SubscribeRequest.topic(asked.getTopic(), RequestNamespaces::ofTopicExpression);
        } catch (GridException refused) {
            throw unknownTopic(refused);
        }
        GetCurrentMessageResponse response = new GetCurrentMessageResponse();
        response.getAny().add(XmlDom.element(events.latestMessage(producer).orElseThrow(() -> noMessage(producer))));
        return response;
    }

    private SubscribeRequest request(Subscribe asked) {
        SubscribeRequest request = SubscribeRequest.of(asked, clock.instant());
        consumers.check(request.consumer().address());
        return request;
    }

    private static String subscriber() {
        return CurrentCall.get().caller().subject();
    }

    private Subscription add(Producer producer, SubscribeRequest request, long after) {
        Subscription added = home.subscribe(new SubscriptionWish(
                producer.toString(), subscriber(), request.topic(), request.consumer(), request.ends(), after));
        delivery.happened(producer.toString());
        return added;
    }

    private SubscribeResponse response(Subscription subscription) {
        SubscribeResponse response = new SubscribeResponse();
        response.setSubscriptionReference(reference(subscription));
        response.setCurrentTime(clock.instant());
        subscription.ends().ifPresent(response::setTerminationTime);
        return response;
    }

    private EndpointReferenceType reference(Subscription subscription) {
        return EndpointReferences.resource(manager, subscription.id().toString());
    }

    private RuntimeException refused(GridException refused)
            throws TopicNotSupportedFault, TopicExpressionDialectUnknownFault, InvalidFilterFault,
                    UnacceptableInitialTerminationTimeFault, SubscribeCreationFailedFault {
        if (refused.code() == FailureCode.TOPIC_UNKNOWN || refused.details().containsKey("dialect")) {
            throw unknownTopic(refused);
        }
        if (refused.code() == FailureCode.FILTER_UNSUPPORTED) {
            throw new InvalidFilterFault(refused.getMessage(), faults.fill(new InvalidFilterFaultType(), refused));
        }
        if (refused.details().containsKey("terminationTime")) {
            UnacceptableInitialTerminationTimeFaultType fault =
                    faults.fill(new UnacceptableInitialTerminationTimeFaultType(), refused);
            fault.setMinimumTime(clock.instant());
            fault.setMaximumTime(home.latestEnd());
            throw new UnacceptableInitialTerminationTimeFault(refused.getMessage(), fault);
        }
        if (refused.code() == FailureCode.CONSUMER_NOT_PERMITTED
                || refused.code() == FailureCode.SUBSCRIPTIONS_EXHAUSTED) {
            throw new SubscribeCreationFailedFault(
                    refused.getMessage(), faults.fill(new SubscribeCreationFailedFaultType(), refused));
        }
        return refused;
    }

    private GridException unknownTopic(GridException refused)
            throws TopicNotSupportedFault, TopicExpressionDialectUnknownFault {
        if (refused.details().containsKey("dialect")) {
            throw new TopicExpressionDialectUnknownFault(
                    refused.getMessage(), faults.fill(new TopicExpressionDialectUnknownFaultType(), refused));
        }
        if (refused.code() == FailureCode.TOPIC_UNKNOWN) {
            throw new TopicNotSupportedFault(
                    refused.getMessage(), faults.fill(new TopicNotSupportedFaultType(), refused));
        }
        return refused;
    }

    private NoCurrentMessageOnTopicFault noMessage(Producer producer) {
        GridException nothing = new GridException(FailureCode.RESOURCE_UNKNOWN, "Nothing has happened to " + producer);
        return new NoCurrentMessageOnTopicFault(
                nothing.getMessage(), faults.fill(new NoCurrentMessageOnTopicFaultType(), nothing));
    }
}
