package org.vmturntable.wsrf.notification;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.wsrf.resource.ResourceHome;
import org.vmturntable.wsrf.topic.Topic;

/** The subscriptions at this site, as resources: in memory, and behind that in the store. */
public final class SubscriptionHome implements ResourceHome<Subscription> {
    private final SubscriptionStore store;
    private final Clock clock;
    private final Map<SubscriptionId, Subscription> subscriptions = new ConcurrentHashMap<>();

    /** Reads what the store has; what ended meanwhile is removed. */
    public SubscriptionHome(SubscriptionStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        store.all().forEach(each -> subscriptions.put(each.id(), each));
        List.copyOf(subscriptions.values()).forEach(this::removeIfOver);
    }

    /**
     * Adds a subscription.
     *
     * @param after position of the last event that the consumer is not to receive
     * @throws GridException {@link FailureCode#REQUEST_MALFORMED} if it would have ended already
     */
    public Subscription subscribe(String producer, Topic topic, Consumer consumer, Optional<Instant> ends, long after) {
        requireFuture(ends);
        Subscription added =
                new Subscription(SubscriptionId.random(), producer, consumer, topic, clock.instant(), ends, after);
        store.add(added);
        subscriptions.put(added.id(), added);
        return added;
    }

    /**
     * Sets when the subscription ends.
     *
     * @throws GridException {@link FailureCode#SUBSCRIPTION_UNKNOWN}, {@link FailureCode#REQUEST_MALFORMED} if that is past
     */
    public synchronized Subscription renew(String key, Optional<Instant> ends) {
        Subscription current = require(key);
        requireFuture(ends);
        return replace(current.ending(ends));
    }

    synchronized void delivered(SubscriptionId id, long position) {
        Subscription current = subscriptions.get(id);
        if (current != null) {
            replace(current.delivered(position));
        }
    }

    /** The subscription, if it still stands. */
    Optional<Subscription> find(SubscriptionId id) {
        return Optional.ofNullable(subscriptions.get(id)).filter(each -> !removeIfOver(each));
    }

    List<Subscription> of(String producer) {
        return subscriptions.values().stream()
                .filter(each -> each.producer().equals(producer))
                .toList();
    }

    @Override
    public Subscription require(String key) {
        return find(SubscriptionId.parse(key))
                .orElseThrow(() -> new GridException(
                        FailureCode.SUBSCRIPTION_UNKNOWN, "No such subscription: " + key, Map.of("subscription", key)));
    }

    @Override
    public List<Subscription> all() {
        return subscriptions.values().stream()
                .sorted(Comparator.comparing(Subscription::created))
                .toList();
    }

    @Override
    public String key(Subscription subscription) {
        return subscription.id().toString();
    }

    @Override
    public Optional<Instant> terminationTime(Subscription subscription) {
        return subscription.ends();
    }

    @Override
    public void destroy(String key) {
        remove(require(key).id());
    }

    synchronized void remove(SubscriptionId id) {
        store.remove(id);
        subscriptions.remove(id);
    }

    private Subscription replace(Subscription changed) {
        store.update(changed);
        subscriptions.put(changed.id(), changed);
        return changed;
    }

    private boolean removeIfOver(Subscription subscription) {
        boolean over = subscription.isOver(clock.instant());
        if (over) {
            remove(subscription.id());
        }
        return over;
    }

    private void requireFuture(Optional<Instant> ends) {
        Instant now = clock.instant();
        if (ends.isPresent() && !ends.get().isAfter(now)) {
            throw new GridException(
                    FailureCode.REQUEST_MALFORMED,
                    "A subscription must end in the future, not at " + ends.get() + "; it is " + now,
                    Map.of("terminationTime", ends.get().toString()));
        }
    }
}
