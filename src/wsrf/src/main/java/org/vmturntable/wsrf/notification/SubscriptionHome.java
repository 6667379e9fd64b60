package org.vmturntable.wsrf.notification;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.wsrf.resource.ResourceHome;

/** The subscriptions at this site, as resources: in memory, and behind that in the store. */
public final class SubscriptionHome implements ResourceHome<Subscription> {
    private final SubscriptionStore store;
    private final SubscriptionTerms terms;
    private final Clock clock;
    private final Map<SubscriptionId, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final List<java.util.function.Consumer<SubscriptionId>> removed = new CopyOnWriteArrayList<>();

    /** Reads what the store has; what ended meanwhile is removed. */
    public SubscriptionHome(SubscriptionStore store, SubscriptionTerms terms, Clock clock) {
        this.store = store;
        this.terms = terms;
        this.clock = clock;
        store.all().forEach(each -> subscriptions.put(each.id(), each));
        List.copyOf(subscriptions.values()).forEach(this::removeIfOver);
    }

    /**
     * Adds a subscription.
     *
     * @throws GridException as {@link #requireAllowed}
     */
    public synchronized Subscription subscribe(SubscriptionWish wish) {
        requireAllowed(wish.subscriber(), wish.ends());
        Instant now = clock.instant();
        Subscription added = new Subscription(
                SubscriptionId.random(),
                wish.producer(),
                wish.subscriber(),
                wish.consumer(),
                wish.topic(),
                now,
                Optional.of(wish.ends().orElse(now.plus(terms.usual()))),
                wish.after());
        store.add(added);
        subscriptions.put(added.id(), added);
        return added;
    }

    /**
     * Checks that this subscriber may have one more.
     *
     * @throws GridException {@link FailureCode#REQUEST_MALFORMED} if it would have ended already or lasts too long (the details
     *     have {@code terminationTime}); {@link FailureCode#SUBSCRIPTIONS_EXHAUSTED}
     */
    public synchronized void requireAllowed(String subscriber, Optional<Instant> ends) {
        ends.ifPresent(this::requireSensible);
        List.copyOf(subscriptions.values()).forEach(this::removeIfOver);
        long own = subscriptions.values().stream()
                .filter(each -> each.subscriber().equals(subscriber))
                .count();
        if (own >= terms.ofOne() || subscriptions.size() >= terms.inAll()) {
            throw new GridException(
                    FailureCode.SUBSCRIPTIONS_EXHAUSTED,
                    "There are too many subscriptions: " + own + " of this subscriber, " + subscriptions.size()
                            + " in all");
        }
    }

    /** A subscription that begins or is renewed now ends by then. */
    public Instant latestEnd() {
        return clock.instant().plus(terms.longest());
    }

    /**
     * Sets when the subscription ends.
     *
     * @param ends empty for the usual time from now
     * @throws GridException {@link FailureCode#SUBSCRIPTION_UNKNOWN}, {@link FailureCode#REQUEST_MALFORMED} if that is past or too
     *     far away
     */
    public synchronized Subscription renew(String key, Optional<Instant> ends) {
        Subscription current = require(key);
        ends.ifPresent(this::requireSensible);
        return replace(current.ending(Optional.of(ends.orElse(clock.instant().plus(terms.usual())))));
    }

    /** Nothing more will happen to this producer: whoever subscribed to it has no subscription any more. */
    public synchronized void producerEnded(String producer) {
        of(producer).forEach(each -> remove(each.id()));
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
        removed.forEach(each -> each.accept(id));
    }

    /** Tells of each subscription that ends, for whatever reason; the listener must not wait for anything. */
    void whenRemoved(java.util.function.Consumer<SubscriptionId> listener) {
        removed.add(listener);
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

    private void requireSensible(Instant ends) {
        Instant now = clock.instant();
        if (!ends.isAfter(now)) {
            throw unacceptable(ends, "A subscription must end in the future, not at " + ends + "; it is " + now);
        }
        if (ends.isAfter(latestEnd())) {
            throw unacceptable(ends, "A subscription lasts " + terms.longest() + " at most; it can be renewed");
        }
    }

    private static GridException unacceptable(Instant ends, String why) {
        return new GridException(FailureCode.REQUEST_MALFORMED, why, Map.of("terminationTime", ends.toString()));
    }
}
