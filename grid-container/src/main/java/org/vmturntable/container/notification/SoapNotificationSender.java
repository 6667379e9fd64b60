package org.vmturntable.container.notification;

import jakarta.xml.ws.WebServiceException;
import java.net.URI;
import java.util.Map;
import org.apache.cxf.ws.addressing.EndpointReferenceType;
import org.apache.cxf.ws.addressing.ReferenceParametersType;
import org.oasis_open.docs.wsn.b_2.NotificationMessageHolderType;
import org.oasis_open.docs.wsn.b_2.Notify;
import org.oasis_open.docs.wsn.b_2.TopicExpressionType;
import org.vmturntable.container.peer.ServicePath;
import org.vmturntable.container.resource.XmlDom;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.soap.EndpointReferences;
import org.vmturntable.soap.GridClients;
import org.vmturntable.soap.consumer.NotificationConsumer;
import org.vmturntable.wsrf.notification.Consumer;
import org.vmturntable.wsrf.notification.Event;
import org.vmturntable.wsrf.notification.NotificationSender;
import org.vmturntable.wsrf.notification.Subscription;
import org.vmturntable.wsrf.topic.TopicTree;

/** Sends wsnt:Notify, one message at a time, wrapped. */
public final class SoapNotificationSender implements NotificationSender {
    private final GridClients clients;
    private final ConsumerRules consumers;
    private final URI base;

    /**
     * @param clients with time-outs of a few seconds
     * @param base of this container's services
     */
    public SoapNotificationSender(GridClients clients, ConsumerRules consumers, URI base) {
        this.clients = clients;
        this.consumers = consumers;
        this.base = base;
    }

    @Override
    public void send(Subscription to, Event event) {
        consumers.check(to.consumer().address());
        Notify notify = new Notify();
        notify.getNotificationMessage().add(holder(to, event));
        try {
            clients.port(NotificationConsumer.class, reference(to.consumer())).notify(notify);
        } catch (WebServiceException failed) {
            throw new GridException(
                    FailureCode.SITE_UNREACHABLE,
                    "The consumer of a subscription did not take a message",
                    Map.of("subscription", to.id().toString()),
                    failed);
        }
    }

    private NotificationMessageHolderType holder(Subscription to, Event event) {
        NotificationMessageHolderType holder = new NotificationMessageHolderType();
        holder.setSubscriptionReference(EndpointReferences.resource(
                ServicePath.SUBSCRIPTION.at(base), to.id().toString()));
        holder.setTopic(topic(event));
        holder.setProducerReference(producer(Producer.parse(to.producer())));
        NotificationMessageHolderType.Message message = new NotificationMessageHolderType.Message();
        message.setAny(XmlDom.element(event.message()));
        holder.setMessage(message);
        return holder;
    }

    private static TopicExpressionType topic(Event event) {
        TopicExpressionType topic = new TopicExpressionType();
        topic.setDialect(TopicTree.CONCRETE);
        topic.getContent().add(event.topic().text());
        return topic;
    }

    private EndpointReferenceType producer(Producer producer) {
        ServicePath service = switch (producer.kind()) {
            case MIGRATION -> ServicePath.MIGRATION;
            case VM -> ServicePath.VM;
        };
        return EndpointReferences.resource(service.at(base), producer.key());
    }

    private static EndpointReferenceType reference(Consumer consumer) {
        EndpointReferenceType reference = EndpointReferences.service(consumer.address());
        if (!consumer.parameters().isEmpty()) {
            ReferenceParametersType parameters = new ReferenceParametersType();
            consumer.parameters().forEach(each -> parameters.getAny().add(XmlDom.element(each)));
            reference.setReferenceParameters(parameters);
        }
        return reference;
    }
}
