package org.vmturntable.wsrf.notification;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

final class InMemorySubscriptions implements SubscriptionStore {
    private final Map<SubscriptionId, Subscription> kept = new ConcurrentHashMap<>();

    @Override
    public void add(Subscription subscription) {
        kept.put(subscription.id(), subscription);
    }

    @Override
    public void update(Subscription subscription) {
        kept.replace(subscription.id(), subscription);
    }

    @Override
    public void remove(SubscriptionId id) {
        kept.remove(id);
    }

    @Override
    public List<Subscription> all() {
        return List.copyOf(kept.values());
    }
}
