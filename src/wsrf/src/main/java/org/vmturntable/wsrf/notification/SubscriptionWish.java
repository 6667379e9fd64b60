package org.vmturntable.wsrf.notification;

import java.time.Instant;
import java.util.Optional;
import org.vmturntable.wsrf.topic.Topic;

/**
 * What a subscription is to be.
 *
 * @param producer names the resource: see {@link EventLog}
 * @param subscriber who asks, as it proved itself
 * @param ends empty if the subscriber does not say
 * @param after position of the last event that the consumer is not to receive
 */
public record SubscriptionWish(
        String producer, String subscriber, Topic topic, Consumer consumer, Optional<Instant> ends, long after) {}
