package org.vmturntable.wsrf.notification;

import java.time.Instant;
import java.util.Optional;
import org.vmturntable.wsrf.topic.Topic;

/**
 * Someone's wish to be told what happens to one resource.
 *
 * @param producer names the resource: see {@link EventLog}
 * @param subscriber who subscribed, as it proved itself
 * @param ends when the subscription ends by itself; empty if only by request
 * @param position of the last event that the consumer has received (or that was before it subscribed)
 */
public record Subscription(
        SubscriptionId id,
        String producer,
        String subscriber,
        Consumer consumer,
        Topic topic,
        Instant created,
        Optional<Instant> ends,
        long position) {

    public Subscription delivered(long upTo) {
        return new Subscription(id, producer, subscriber, consumer, topic, created, ends, upTo);
    }

    public Subscription ending(Optional<Instant> when) {
        return new Subscription(id, producer, subscriber, consumer, topic, created, when, position);
    }

    /** @return true from the instant at which it ends */
    public boolean isOver(Instant now) {
        return ends.isPresent() && !now.isBefore(ends.get());
    }
}
