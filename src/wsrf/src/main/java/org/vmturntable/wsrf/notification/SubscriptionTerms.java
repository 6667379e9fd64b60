package org.vmturntable.wsrf.notification;

import java.time.Duration;

/**
 * What subscribers may have.
 *
 * @param usual life of a subscription whose subscriber does not say
 * @param longest life, from when it is begun or renewed
 * @param ofOne most subscriptions of one subscriber at a time
 * @param inAll most subscriptions at a time
 */
public record SubscriptionTerms(Duration usual, Duration longest, int ofOne, int inAll) {
    /** An hour, a day at most; a thousand for one, ten thousand in all. */
    public static final SubscriptionTerms USUAL =
            new SubscriptionTerms(Duration.ofHours(1), Duration.ofDays(1), 1_000, 10_000);
}
